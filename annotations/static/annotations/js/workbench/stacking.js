/** Where cards stand in the margin: arithmetic alone, in CSS pixels. */

/**
 * Tops of boxes of `heights` that wish to be at `wished` (ascending), none over another. Box `chosen` gets its wish, and those
 * above it slide up for that, down to the top of the list; where even so they have too little room, it stands below them.
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
  tops[chosen] = Math.max(wished[chosen], sum(heights.slice(0, chosen)));
  for (let k = chosen - 1; k >= 0; k -= 1) tops[k] = Math.min(tops[k], tops[k + 1] - heights[k]);
  down(chosen + 1, tops[chosen] + heights[chosen]);
  return tops;
}

/**
 * From which box on those above `chosen` have to be `brief` (that high) so that it may stand at its wish: `chosen` itself where
 * there is room for them all as they are. The nearest go first.
 */
export function briefFrom(wished, heights, chosen, brief) {
  let missing = chosen < 0 ? 0 : sum(heights.slice(0, chosen)) - Math.max(wished[chosen], 0);
  let from = Math.max(chosen, 0);
  while (missing > 0 && from > 0) {
    from -= 1;
    missing -= Math.max(heights[from] - brief, 0);
  }
  return from;
}

function sum(numbers) {
  return numbers.reduce((all, one) => all + one, 0);
}
