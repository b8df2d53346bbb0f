/** A time as every page of the application writes it: day, month by its name, year, hour and minute in UTC, digits 0 to 9. */

/** @param {string} moment  RFC 3339 @param {string} language  Of the interface. */
export function timeTold(moment, language) {
  const shape = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" };
  const parts = new Intl.DateTimeFormat(`${language}-u-nu-latn`, shape).formatToParts(new Date(moment));
  const { day, month, year, hour, minute } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${day} ${month} ${year} ${hour}:${minute}`;
}
