/**
 * Keys of the workbench. Single keys go by their place on the keyboard, so that they serve an Arabic layout too, and count only
 * while the text or a card has the focus; every other combination with a modifier is left to the browser.
 *
 * Which key does what comes with the page: the defaults, changed by what the person chose.
 */

/** What each action calls: a method and what it is given. */
export const DOES = {
  letter_left: ["move", "letter", "left"], letter_right: ["move", "letter", "right"],
  line_up: ["move", "line", "backward"], line_down: ["move", "line", "forward"],
  word_left: ["move", "word", "left"], word_right: ["move", "word", "right"],
  clitic_left: ["move", "clitic", "left"], clitic_right: ["move", "clitic", "right"],
  sentence_back: ["move", "sentence", "backward"], sentence_on: ["move", "sentence", "forward"],
  paragraph_back: ["move", "paragraph", "backward"], paragraph_on: ["move", "paragraph", "forward"],
  line_start: ["move", "line_edge", "backward"], line_end: ["move", "line_edge", "forward"],
  text_start: ["move", "text", "backward"], text_end: ["move", "text", "forward"],
  span_on: ["walkSpans", 1], span_back: ["walkSpans", -1], frame_on: ["walk", 1], frame_back: ["walk", -1],
  source: ["mark", "source"], cue: ["mark", "cue"], content: ["mark", "content"], addressee: ["mark", "addressee"],
  channel: ["mark", "channel"], assert: ["assert"], add_piece: ["addPiece"], take_piece: ["takePiece"], aid: ["switchAid"],
  make: ["make"], change: ["changeParts"], edge: ["takeEdge"], nest: ["nest"], unnest: ["unnest"],
  speaker: ["focusSpeaker"], claim: ["focusClaim"], details: ["openDetails"], accept: ["acceptSuggestion"],
  remove: ["askToDelete"], let_go: ["letGo"], find: ["openFind"],
  outline: ["openOutline"], comments: ["openComments"], reading: ["toggleReading"],
  looked: ["progress", "looked"], done: ["progress", "done"], guidelines: ["openGuidelines"], sheet: ["openSheet"],
};
const FIELDS = "input, select, textarea, dialog[open], [contenteditable]";
const OWN_ENTER = "button, a, summary";
const FACE = "[data-select]"; // of a card, which Enter opens
const EVERYWHERE = ["letGo", "openSheet"];
const QUESTION = ["?", "؟"];
const PRINTING = /^(?:\?|(?:Shift\+)?(?:Key|Digit|Numpad(?!Enter)|Minus|Equal|Bracket|Semicolon|Quote|Comma|Period|Slash|Backslash))/;

/** How a pressed key is named. Ctrl is Command on a Mac. @param {KeyboardEvent} event */
export function combination(event) {
  const isHeld = event.ctrlKey || event.metaKey;
  if (QUESTION.includes(event.key) && !isHeld) return "?";
  return `${isHeld ? "Ctrl+" : ""}${event.shiftKey ? "Shift+" : ""}${event.code}`;
}

/** From keys to actions. */
export class Keys {
  /** @param {Record<string, string[]>} keymap  Keys of every action. @param {boolean} letters  Whether single keys count. */
  constructor(keymap, letters) {
    this.learn(keymap, letters);
  }

  learn(keymap, letters) {
    this.letters = letters;
    this.byKey = new Map(Object.entries(keymap).flatMap(([action, keys]) => keys.map((key) => [key, action])));
  }

  /** The action of a key, and whether it extends the selection; null where it is none of ours. */
  find(key) {
    if (!this.letters && PRINTING.test(key)) return null;
    const action = this.byKey.get(key);
    if (action) return { action, extend: false };
    const plain = this.byKey.get(key.replace("Shift+", ""));
    return plain && key.includes("Shift+") && DOES[plain][0] === "move" ? { action: plain, extend: true } : null;
  }
}

/** Do what a key stands for, unless it belongs to a field, to a button or to the browser. */
export function actOnKey(hands, event) {
  if (event.altKey || event.isComposing || event.defaultPrevented) return;
  const found = hands.keys.find(combination(event));
  const target = event.target;
  if (!found || !target.closest || target.closest(FIELDS) || !isOurs(target, found)) return;
  const [name, ...rest] = DOES[found.action];
  if (name === "make" && hasOwnEnter(target, hands)) return;
  event.preventDefault();
  hands.act(name, ...rest, ...(name === "move" ? [found.extend] : []));
}

/** What is in hand comes first: while a frame is being built, Enter at a card makes it. */
function hasOwnEnter(target, hands) {
  return Boolean(target.closest(OWN_ENTER)) && !(hands.isBuilding && target.closest(FACE));
}

/** Moving needs the focus in the text; Escape and the sheet serve everywhere in the workbench and with no focus at all, the rest in text and cards. */
function isOurs(target, { action }) {
  const [name] = DOES[action];
  if (name === "move") return Boolean(target.closest("[data-text]"));
  if (EVERYWHERE.includes(name)) return Boolean(target.matches("body") || target.closest("#workbench"));
  return Boolean(target.closest("[data-text], #frames"));
}
