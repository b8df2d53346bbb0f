/** Where cards stand in the margin: arithmetic alone, in CSS pixels. */

/**
 * Tops of boxes of `heights` that wish to be at `wished` (ascending), without overlap. Box `chosen` gets its wish; where
 * those above it have too little room for that, they are fanned out, each over the foot of the one before.
 */
export function stack(wished, heights, chosen) {
  const tops = [];
  const down = (from, floor) => {
    for (let k = from; k < wished.length; k += 1) {
      tops[k] = Math.max(wished[k], floor, 0);
      floor = tops[k] + heights[k];
    }
  };
  down(0, 0);
  if (chosen < 0 || tops[chosen] <= wished[chosen]) return tops;
  tops[chosen] = Math.max(wished[chosen], 0);
  for (let k = chosen - 1; k >= 0; k -= 1) {
    const room = (tops[k + 1] * k) / (k + 1);
    tops[k] = Math.min(tops[k], Math.max(tops[k + 1] - heights[k], room));
  }
  down(chosen + 1, tops[chosen] + heights[chosen]);
  return tops;
}
