// Corrects the spelling of words that are not in the index.

/**
 * The known word that is most similar: a correction of a typing error or, with `same`, another form of the same word, which
 * has the same beginning and another ending. Undefined if there is none.
 * @param {string} form
 * @param {string[]} known
 * @param {(i: number) => number | undefined} frequency the number of episodes with a known word
 * @returns {{form: string, same: boolean} | undefined}
 */
export const nearest = (form, known, frequency) => {
  const allowed = form.length < 4 ? 0 : form.length < 8 ? 1 : 2;
  let best;
  let least = Infinity;
  known.forEach((other, i) => {
    const often = frequency(i);
    if (!often) return;
    let shared = 0;
    while (shared < form.length && form[shared] == other[shared]) shared++;
    const longer = Math.max(form.length, other.length);
    const slips = Math.abs(form.length - other.length) > allowed ? 9 : distance(form, other);
    const begins = shared == form.length || shared == other.length;
    const same = (begins || slips > allowed) && shared > 3 && shared >= longer * .6 && other.length < shared + 4;
    if (slips > allowed && !same) return;
    // A typing error is more likely than another form. Of equal candidates the more frequent wins.
    const cost = (slips > allowed ? 3 + longer - shared : slips) - often / 1e6;
    if (cost < least) {
      least = cost;
      best = { form: other, same };
    }
  });
  return best;
};

/**
 * The edit distance: changed, added and deleted letters and swaps of neighbours.
 * @param {string} a
 * @param {string} b
 */
const distance = (a, b) => {
  const rows = [[...b, ''].map((_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= b.length; j++) {
      const differs = +(a[i - 1] != b[j - 1]);
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + differs);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[a.length][b.length];
};
