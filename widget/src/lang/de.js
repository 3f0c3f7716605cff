/** @type {import('../types.js').Words} */
export default {
  heading: 'Ähnliche Folgen',
  minutes: '{n} Min.',
  topics: 'Auch über {text}',
  person: 'Auch mit {text}',
  series: 'Gleiche Reihe: {text}',
  tag: 'Auch zum Stichwort {text}',
  show: 'Auch aus {text}',
  label: 'Folgen durchsuchen',
  button: 'Suchen',
  results: 'Ergebnisse',
  found: { one: '{n} Folge zu „{q}“', other: '{n} Folgen zu „{q}“' },
  none: 'Keine Folge zu „{q}“ gefunden',
  failed: 'Die Suche antwortet gerade nicht. Bitte später noch einmal versuchen.',
  also: 'Auch gesucht: „{text}“',
  more: 'Weitere Ergebnisse',
};
