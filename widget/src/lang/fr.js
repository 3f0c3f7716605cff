/** @type {import('../types.js').Words} */
export default {
  heading: 'Épisodes similaires',
  minutes: '{n} min',
  topics: 'Parle aussi de {text}',
  person: 'Aussi avec {text}',
  series: 'Même série : {text}',
  tag: 'Aussi sous le mot-clé {text}',
  show: 'Aussi dans {text}',
  label: 'Rechercher un épisode',
  button: 'Rechercher',
  results: 'Résultats',
  found: { one: '{n} épisode pour « {q} »', many: '{n} d’épisodes pour « {q} »', other: '{n} épisodes pour « {q} »' },
  none: 'Aucun épisode trouvé pour « {q} »',
  failed: 'La recherche ne répond pas pour le moment. Réessayez plus tard.',
  also: 'Recherché aussi : « {text} »',
  more: 'Plus de résultats',
};
