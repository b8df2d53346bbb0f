/**
 * Who is here, as plain values.
 *
 * @typedef {{viewer: string, username: string, name: string, frame: string|null}} Here
 */

/** First letters of the first and the last word, kept from joining where the script joins letters. */
export function initials(name) {
  const words = name.trim().split(/[\s._-]+/u).filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => [...new Intl.Segmenter().segment(word)][0].segment.toUpperCase()).join("\u200c");
}

/** One entry a person, oneself left out in whatever window; where they are on frames, the frames. @param {Here[]} here @param {string} user */
export function people(here, user) {
  const found = new Map();
  for (const one of here.filter(({ username }) => username !== user)) {
    const person = found.get(one.username) ?? { username: one.username, name: one.name, frames: [] };
    if (one.frame && !person.frames.includes(one.frame)) person.frames.push(one.frame);
    found.set(one.username, person);
  }
  return [...found.values()];
}
