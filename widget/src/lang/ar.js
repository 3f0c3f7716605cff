/** @type {import('../types.js').Words} */
export default {
  heading: 'حلقات ذات صلة',
  minutes: '{n} د',
  topics: 'تتناول أيضًا: {text}',
  person: 'أيضًا مع {text}',
  series: 'من السلسلة نفسها: {text}',
  tag: 'تحت الوسم نفسه: {text}',
  show: 'أيضًا من {text}',
  label: 'البحث في الحلقات',
  button: 'بحث',
  results: 'النتائج',
  found: {
    zero: 'لا حلقات عن «{q}»',
    one: 'حلقة واحدة عن «{q}»',
    two: 'حلقتان عن «{q}»',
    few: '{n} حلقات عن «{q}»',
    many: '{n} حلقة عن «{q}»',
    other: '{n} حلقة عن «{q}»',
  },
  none: 'لم يُعثر على حلقات عن «{q}»',
  failed: 'البحث غير متاح حاليًا. يُرجى المحاولة لاحقًا.',
  also: 'جرى البحث أيضًا عن «{text}»',
  more: 'مزيد من النتائج',
};

// Arabic is written from right to left, also in a page that does not set a direction.
const sheet = new CSSStyleSheet();
sheet.replaceSync(':is(segue-related,segue-search):lang(ar):not([dir]){direction:rtl}');
document.adoptedStyleSheets.push(sheet);
