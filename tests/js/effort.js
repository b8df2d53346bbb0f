import { Session } from "node:inspector";

/**
 * How much the workbench's modules do, by the engine's own count of calls and turns of loops: the same on any machine at any
 * load. Imported before them, because only what is compiled later is counted block by block.
 */
const session = new Session();
session.connect();
const post = (method, given) => {
  let answer;
  session.post(method, given, (error, found) => { // it answers before it returns
    if (error) throw error;
    answer = found;
  });
  return answer;
};
post("Profiler.enable");
post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

/** Calls and turns that `action` takes in the workbench's modules. */
export function effort(action) {
  post("Profiler.takePreciseCoverage"); // and begin at nothing
  action();
  const { result } = post("Profiler.takePreciseCoverage");
  const ours = result.filter(({ url }) => url.includes("/js/workbench/"));
  return ours.flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges)).reduce((sum, { count }) => sum + count, 0);
}
