// Splits text into words and normalises them, exactly like package static in Go.

const paired = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}';
const part = '[\\p{L}\\p{N}\\p{M}]';
const sign = `(?:ー|(?=${part})[${paired}])`;
const run = RegExp(`${sign}+|(?:(?!${sign})${part})+(?:\\+\\+|#)?`, 'gu');
const signs = RegExp(`^${sign}{2,}$`, 'u');
const genitive = RegExp(`['’][sS](?!${part})`, 'gu');

/** @type {Record<string, string>} */
const letters = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', þ: 'th', ð: 'd', ı: 'i', ς: 'σ' };

/** @param {string} word */
export const fold = (word) => word.normalize('NFKD').toLowerCase().replace(/[\u0300-\u036f\u064b-\u065f]/g, '')
  .replace(/[ßæœøđłþðıς]/g, (letter) => letters[letter]).normalize('NFC');

/**
 * The words of a text as they are written. Chinese, Japanese and Korean text is split into pairs of characters.
 * @param {string} text
 * @returns {string[]}
 */
export const words = (text) => (text.replace(genitive, '').match(run) || []).flatMap((word) => {
  const points = [...word];
  return signs.test(word) ? points.slice(1).map((point, i) => points[i] + point) : word;
});

/**
 * The words of a text as they are in the index.
 * @param {string} text
 */
export const forms = (text) => words(text).map(fold);
