/** @type {import('../types.js').Words} */
export default {
  heading: '関連エピソード',
  minutes: '{n}分',
  topics: '共通の話題：{text}',
  person: '共通の出演者：{text}',
  series: '同じシリーズ：{text}',
  tag: '共通のタグ：{text}',
  show: '同じ番組：{text}',
  label: 'エピソードを検索',
  button: '検索',
  results: '検索結果',
  found: { other: '「{q}」のエピソード：{n}件' },
  none: '「{q}」に一致するエピソードはありません',
  failed: '現在、検索できません。しばらくしてからもう一度お試しください。',
  also: '「{text}」でも検索しました',
  more: 'さらに表示',
};
