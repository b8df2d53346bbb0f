/** Ids made in the browser, so that a change has its final id before the server has heard of it. */

/** A new UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random bits. @param {number} [now] milliseconds */
export function uuid7(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let rest = now;
  for (let k = 5; k >= 0; k -= 1) {
    bytes[k] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
