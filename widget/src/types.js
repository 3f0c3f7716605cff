// The shapes that travel between the modules. Nothing of this file reaches a browser.

/**
 * An episode as `GET /v1/similar` and `GET /v1/search` show it; only what the widget reads.
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
 * What an answer has. A search has `total`, `more` and `did_you_mean` too.
 * @typedef {object} Body
 * @property {Episode} [episode]
 * @property {Result[]} results
 * @property {number} [total]
 * @property {boolean} [more]
 * @property {string | null} [did_you_mean]
 */

/**
 * All text that the widget itself says, in one language. `{n}`, `{q}` and `{text}` stand for what is put in.
 * @typedef {object} Words
 * @property {string} heading
 * @property {string} minutes a length; Intl would say it too, but takes as long as all the rest to learn how
 * @property {string} topics
 * @property {string} person
 * @property {string} series
 * @property {string} tag
 * @property {string} show
 * @property {string} label
 * @property {string} button
 * @property {string} results
 * @property {Partial<Record<Intl.LDMLPluralRule, string>>} found by what Intl.PluralRules says of n
 * @property {string} none
 * @property {string} failed
 * @property {string} also
 * @property {string} more
 */

/**
 * Words with the tag that dates and numbers are written by.
 * @typedef {Words & {tag: string}} Spoken
 */

/**
 * Where search results come from: the API, or an index that lies beside a static site.
 * @typedef {object} SearchSource
 * @property {(text: string, o: {offset: number, limit: number, signal: AbortSignal}) => Promise<Body>} search
 */

export {};
