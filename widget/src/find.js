// Searches the word index of a static site. Package static in Go writes the index and documents the format of its files.
// All language processing happens there; this script looks up words and adds their scores.

import { fold, words } from './tokenize.js';
import { nearest } from './spelling.js';

export { forms } from './tokenize.js';

/** The supported format of the index. */
const format = 1;

/** The maximum number of words in a query, as on a server. */
const maxWords = 64;

/** @typedef {{format: number, folder: string, documents: number, per_file: number, terms: string[]}} Manifest */
/** @typedef {[forms: string, stems: number[], scales: number[], documents: number[][], levels: string[]]} File */

/**
 * A word of a query with its stems in the index.
 * @typedef {object} Word
 * @property {string} text as the user typed it
 * @property {string} form
 * @property {boolean} must
 * @property {boolean} not
 * @property {Terms} terms
 * @property {number[]} stems
 * @property {boolean} stop
 * @property {string} [instead] the correction of its spelling
 */

/** A file of words. */
class Terms {
  /** @param {File} file */
  constructor([forms, stems, scales, documents, levels]) {
    this.forms = forms.split('\n');
    this.stems = stems;
    this.scales = scales;
    this.documents = documents;
    this.levels = levels;
    this.known = new Map(this.forms.map((form, i) => [form, stems[i]]));
  }

  /**
   * Looks up the stems of a word.
   * @param {Word} word
   * @param {boolean} last whether it may be a prefix
   */
  look(word, last) {
    const { form } = word;
    const known = this.known.get(form);
    if (known != null) return this.take(word, known);
    const completed = last && [...form].length > 2 ? this.stems.filter((stem, i) => stem > 1 && this.forms[i].startsWith(form)) : [];
    if (completed.length) return (word.stems = [...new Set(completed.map((stem) => stem >> 1))]);
    const near = nearest(form, this.forms, (i) => this.documents[(this.stems[i] >> 1) - 1]?.length);
    if (near && !word.not) {
      if (!near.same) word.instead = near.form;
      this.take(word, this.known.get(near.form) || 0);
    }
  }

  /**
   * @param {Word} word
   * @param {number} stem
   */
  take(word, stem) {
    word.stems = stem > 1 ? [stem >> 1] : [];
    word.stop = stem % 2 > 0;
  }

  /**
   * Calls each with every document that has one of the stems, and the document's best score.
   * @param {number[]} stems
   * @param {(document: number, score: number) => void} each
   */
  visit(stems, each) {
    /** @type {Map<number, number>} */
    const best = new Map();
    for (const stem of stems) {
      let document = 0;
      this.documents[stem - 1].forEach((distance, i) => {
        document += distance;
        const score = this.scales[stem - 1] * parseInt(this.levels[stem - 1][i], 16);
        if (!(score < /** @type {number} */ (best.get(document)))) best.set(document, score);
      });
    }
    best.forEach((score, document) => each(document, score));
  }
}

/**
 * The words of a query. Words in quotes are required, words after a minus are excluded.
 * @param {string} text
 */
const parse = (text) => [...text.matchAll(/(^|\s)(-?)("[^"]+"|\S+)/g)].flatMap(([, , minus, piece]) =>
  words(piece).map((word) => /** @type {Word} */ ({
    text: word, form: fold(word), not: minus > '', must: piece[0] == '"', stems: /** @type {number[]} */ ([]), stop: false,
  }))).slice(0, maxWords);

/**
 * @param {string} base
 * @param {string} show the id of the show to search, empty for all
 * @returns {import('./types.js').SearchSource}
 */
export default (base, show) => {
  /** The loaded files by path. A failure clears them, because a new export may have replaced the files. */
  const loaded = new Map();

  /**
   * @param {string} path
   * @param {(body: any) => any} make
   */
  const load = (path, make = (body) => body) => {
    if (!loaded.has(path)) {
      const loading = request(path).then(make);
      loaded.set(path, loading);
      loading.catch(() => loaded.clear());
    }
    return loaded.get(path);
  };

  const request = async (/** @type {string} */ path) => {
    const answer = await fetch(base + 'search/' + path, { credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (!answer.ok || !answer.body) throw answer;
    return path.endsWith('.bin') ? new Response(answer.body.pipeThrough(new DecompressionStream('gzip'))).json() : answer.json();
  };

  return {
    search: async (text, { offset, limit }) => {
      /** @type {Manifest} */
      const m = await load('index.json');
      if (m.format != format) throw Error('format ' + m.format);
      /** @type {(name: string, make?: any) => Promise<any>} */
      const file = (name, make) => load(`${m.folder}/${name}.bin`, make);
      const query = parse(text);
      const [[from, to]] = await Promise.all([
        show ? file('shows').then((/** @type {any} */ shows) => shows[show] || [0, 0]) : [0, m.documents],
        ...query.map(async (word, i) => {
          const n = m.terms.findLastIndex((begin) => begin <= word.form);
          word.terms = await file('t' + Math.max(n, 0), (/** @type {File} */ body) => new Terms(body));
          word.terms.look(word, i == query.length - 1 && text.endsWith(word.text));
        }),
      ]);
      const found = rank(query, m.documents).filter((n) => n >= from && n < to);
      const shown = found.slice(offset, offset + limit);
      const episodes = await Promise.all(shown.map(async (n) =>
        (await file('d' + Math.floor(n / m.per_file)))[n % m.per_file]));
      const instead = query.filter((word) => word.instead);
      return {
        results: episodes.map((episode) => ({ episode, snippet: marked(episode.summary, query) })),
        total: found.length,
        more: found.length > offset + limit,
        did_you_mean: instead.reduce((said, word) => said.replace(word.text, () => word.instead || ''), instead.length ? text : ''),
      };
    },
  };
};

/**
 * The documents that match a query, best first.
 * @param {Word[]} query
 * @param {number} documents the number of all documents
 */
const rank = (query, documents) => {
  const scores = new Float64Array(documents);
  const missing = new Int8Array(documents);
  // Stop words only count if the query has no other words.
  const included = query.filter((word) => !word.not);
  const contentWords = included.filter((word) => !word.stop);
  for (const word of contentWords.length ? contentWords : included) {
    if (word.must) missing.forEach((n, i) => (missing[i] = n + 1));
    word.terms.visit(word.stems, (n, score) => {
      scores[n] += score;
      if (word.must) missing[n]--;
    });
  }
  for (const word of query) if (word.not) word.terms.visit(word.stems, (n) => (missing[n] = 1));
  return [...scores.keys()].filter((n) => scores[n] && !missing[n]).sort((a, b) => scores[b] - scores[a] || a - b);
};

/**
 * A summary with highlights of the query's words, in code points.
 * @param {string} text
 * @param {Word[]} query
 */
const marked = (text, query) => {
  /** @type {[number, number][]} */
  const highlights = [];
  let from = 0;
  for (const word of words(text)) {
    const at = text.indexOf(word, from);
    const form = fold(word);
    const start = [...text.slice(0, at)].length;
    const found = query.some(({ terms, stems, not }) => !not && stems.includes((terms.known.get(form) ?? 0) >> 1));
    if (found && start >= (highlights.at(-1)?.[1] ?? 0)) highlights.push([start, start + [...word].length]);
    from = at + 1;
  }
  return { text, highlights };
};
