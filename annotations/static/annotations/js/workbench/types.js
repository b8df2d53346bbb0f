/**
 * Shapes that the workbench's modules share. Types alone: the browser never loads this file, and it names no other
 * module, because static files are hashed by following what a module names, comments included.
 *
 * @typedef {object} ArticleText      See offsets.js.
 * @typedef {object} Store            See store.js.
 * @typedef {EventTarget & Record<string, any>} Bench  See main.js.
 * @typedef {Record<string, any>} Hands  See hands.js.
 *
 * @typedef {[number, number]} Segment  Code points, start inclusive, end exclusive.
 * @typedef {"source"|"cue"|"content"|"addressee"|"channel"} Role
 *
 * @typedef {object} Span
 * @property {string} id
 * @property {Segment[]} segments
 * @property {number} [revision]
 *
 * @typedef {object} Frame
 * @property {string} id
 * @property {string} layer
 * @property {string|null} source     Ids of spans, as are cue, contents, addressee and channel.
 * @property {string|null} cue
 * @property {string[]} contents
 * @property {string|null} addressee
 * @property {string|null} channel
 * @property {string|null} parent     Id of the frame in whose content this one lies.
 * @property {string[]} speakers      Ids of registry sources.
 * @property {string} resolution
 * @property {string|null} antecedent
 * @property {string} cue_kind
 * @property {string} attitude
 * @property {string} [quotation]
 * @property {number} [revision]
 *
 * @typedef {object} Thing            A frame, or a plain span by which the outlet itself asserts something.
 * @property {string} id
 * @property {Frame|null} frame
 * @property {{role: string, id: string, span: any}[]} parts
 * @property {number} depth           1 without a parent.
 * @property {number} start           First code point; Infinity without spans.
 * @property {number} end
 * @property {number} place           Which one became known before which.
 *
 * @typedef {object} Mark             One painted thing.
 * @property {string} key             Unique among the marks of one painting.
 * @property {string} name            Highlight that paints it (role and state).
 * @property {Segment[]} segments
 * @property {string} [frame]         Frame it belongs to.
 * @property {string} [span]          Span it shows.
 * @property {Role|"plain"} role
 *
 * @typedef {"spans"|"attributions"|"mentions"|"sources"|"claims"} Kind
 *
 * @typedef {object} Operation        One change on its way to the server.
 * @property {Kind} kind
 * @property {"create"|"change"|"remove"} verb
 * @property {string} id
 * @property {Object<string, any>} body
 * @property {"waiting"|"sending"|"failed"|"refused"|"clash"} state
 * @property {string} [problem]       Why it failed, for a person.
 * @property {number} [current]       The server's revision, where the write was stale.
 * @property {string} [step]          The gesture of which it is a part, where that takes several.
 * @property {number} [part]          Which of its parts.
 * @property {string} [path]          Where it is posted as a whole: it is about a place in the text, not about an object.
 * @property {Object<string, any>} [shows]  What is seen of that here.
 * @property {boolean} [isHidden]     It is being taken back, though it is still under way.
 */
export {};
