// Types shared by the modules. This file is not part of the script.

/**
 * The fields of an episode in `GET /v1/similar` and `GET /v1/search` that the widget reads.
 * @typedef {object} Episode
 * @property {string} id
 * @property {string | null} url
 * @property {string} title
 * @property {{id: string, title: string}} show
 * @property {string | null} published RFC 3339
 * @property {number | null} duration seconds
 * @property {string | null} image
 * @property {string | null} language
 */

/**
 * @typedef {object} Result
 * @property {Episode} episode
 * @property {{kind: string, text: string}[]} [reasons]
 * @property {{text: string, highlights: [number, number][]}} [snippet] ranges in code points
 */

/**
 * An answer of the API. Only a search has `total`, `more` and `did_you_mean`.
 * @typedef {object} Body
 * @property {Episode} [episode]
 * @property {Result[]} results
 * @property {number} [total]
 * @property {boolean} [more]
 * @property {string | null} [did_you_mean]
 */

/**
 * All texts of the widget in one language, with the placeholders `{n}`, `{q}` and `{text}`.
 * @typedef {object} Words
 * @property {string} heading
 * @property {string} minutes a duration; Intl can format it too, but takes as long to load as the rest of the script
 * @property {string} topics
 * @property {string} person
 * @property {string} series
 * @property {string} tag
 * @property {string} show
 * @property {string} label
 * @property {string} button
 * @property {string} results
 * @property {Partial<Record<Intl.LDMLPluralRule, string>>} found by plural category of n
 * @property {string} none
 * @property {string} failed
 * @property {string} also
 * @property {string} more
 */

/**
 * Words with the language tag for dates and numbers.
 * @typedef {Words & {tag: string}} Spoken
 */

/**
 * The source of search results: the API, or the word index of a static site.
 * @typedef {object} SearchSource
 * @property {(text: string, o: {offset: number, limit: number, signal: AbortSignal}) => Promise<Body>} search
 */

export {};
