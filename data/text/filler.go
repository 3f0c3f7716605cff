package text

import "strings"

// fillers has the words of one language that say nothing about the subject of a text, besides its
// stop words. The lists apply only to texts of their language, because "come" is Italian for "how"
// and "war" German for "was".
type fillers struct {
	// numbers are the words for numbers and ordinal numbers.
	numbers string
	// calendar has days and months, if data/text does not have them in dates, and "today".
	calendar string
	// speech has what people say without saying anything, as in a transcript.
	speech string
	// show has the words that describe a recording.
	show string
	// beforeVerbs are words after which a verb usually follows: personal pronouns, modal verbs and
	// the mark of the infinitive.
	beforeVerbs string
}

var fillersOf = map[string]fillers{
	"ar": {
		numbers:  "واحد اثنان اثنين ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة مئة مائة ألف مليون أول ثاني ثالث",
		calendar: "الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر اليوم أمس غدا أسبوع شهر سنة",
		speech:   "نعم لا طيب حسنا يعني جدا فعلا شكرا مرحبا أهلا ربما شيء أشياء كثير",
		show:     "حلقة الحلقة بودكاست برنامج ضيف ضيوف مستمع مستمعين مقدم حديث حوار",
	},
	"da": {
		numbers:     "en et to tre fire fem seks syv otte ni ti elleve tolv hundrede tusind million millioner første anden tredje",
		calendar:    "mandag tirsdag onsdag torsdag fredag lørdag søndag januar februar marts april maj juni juli august september oktober november december dag uge måned år morgen gang",
		speech:      "ja nej okay ok hej tak altså faktisk virkelig måske ting meget lidt godt gerne simpelthen ligesom øh",
		show:        "afsnit episode podcast program gæst gæster vært lytter lyttere samtale interview",
		beforeVerbs: "jeg du han hun vi de at kan vil skal må kunne ville skulle",
	},
	"de": {
		numbers:  "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend million millionen milliarde milliarden erste zweite dritte",
		calendar: "heute gestern morgen tag tage woche wochen monat monate jahr jahre abend uhr",
		speech:   "ja nein okay ok hallo danke genau eigentlich wirklich vielleicht halt sozusagen irgendwie quasi natürlich einfach ding dinge sache sachen bisschen mal ähm äh",
		show:     "folge folgen episode podcast sendung gast gäste moderator host hörer hörerin hörerinnen gespräch interview",
	},
	"en": {
		numbers: `zero one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million billion
			hundreds thousands millions billions first second third fourth fifth dozen half couple`,
		calendar: "today yesterday tomorrow tonight day days week weeks weekend month months year years hour hours minute minutes morning evening decade",
		speech: `yeah yes yep no nope okay ok hi hey hello bye thanks thank welcome please sorry wow cool awesome great nice gonna wanna gotta kinda sorta
			um uh oh ah like actually basically really literally definitely absolutely exactly obviously maybe probably pretty
			thing things something anything everything nothing stuff lot lots bit bits way ways kind sort folks guys people guy person
			us can cannot also many much more most less few back along even still just now then there here well via per every each other
			another such own same able both any some all ever never always often again soon away next last new old
			dr mr mrs ms prof let's i'm it's that's don't know think mean say said see look going got good right well`,
		show:        "episode episodes podcast podcasts show shows guest guests host hosts cohost listener listeners interview interviews talk talks conversation chat",
		beforeVerbs: "i you he she we they who to can could will would should must may might shall let lets don't didn't doesn't won't can't i'd we'd you'd i'll we'll you'll they'll please",
	},
	"es": {
		numbers:     "uno dos tres cuatro cinco seis siete ocho nueve diez once doce cien ciento mil millón millones primero primera segundo segunda tercero tercera",
		calendar:    "hoy ayer mañana día días semana semanas mes meses año años hora horas",
		speech:      "sí no vale ok okay hola gracias bueno pues realmente quizás verdad claro entonces cosa cosas algo mucho poco vamos",
		show:        "episodio episodios podcast programa capítulo invitado invitada invitados oyente oyentes entrevista charla conversación",
		beforeVerbs: "yo tú él ella nosotros ellos ellas se me te nos puede pueden podemos debe quiere vamos",
	},
	"fi": {
		numbers:  "yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen sata tuhat miljoona ensimmäinen toinen kolmas",
		calendar: "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu tänään eilen huomenna päivä viikko kuukausi vuosi",
		speech:   "joo kyllä ei okei hei moi kiitos niinku tosi ehkä juttu asia vähän paljon oikeasti",
		show:     "jakso jaksot podcast podcasti ohjelma vieras vieraat juontaja kuuntelija kuuntelijat haastattelu keskustelu",
	},
	"fr": {
		numbers:     "un deux trois quatre cinq six sept huit neuf dix onze douze cent mille million millions milliard milliards premier première deuxième second seconde troisième",
		calendar:    "aujourd'hui hier demain jour jours semaine semaines mois an ans année années heure heures",
		speech:      "oui non ouais ok okay bonjour salut merci voilà bon ben donc vraiment peut-être alors chose choses truc trucs beaucoup peu euh",
		show:        "épisode épisodes podcast émission invité invitée invités auditeur auditeurs entretien interview conversation",
		beforeVerbs: "je tu il elle on nous vous ils elles se me te peut peuvent pouvons doit veut",
	},
	"hu": {
		numbers:  "egy kettő két három négy öt hat hét nyolc kilenc tíz száz ezer millió első második harmadik",
		calendar: "hétfő kedd szerda csütörtök péntek szombat vasárnap január február március április május június július augusztus szeptember október november december ma tegnap holnap nap hét hónap év",
		speech:   "igen nem oké szia köszönöm tényleg talán dolog dolgok sok kicsit szóval",
		show:     "epizód epizódok podcast adás műsor vendég vendégek házigazda hallgató hallgatók interjú beszélgetés",
	},
	"it": {
		numbers:     "uno due tre quattro cinque sei sette otto nove dieci undici dodici cento mille milione milioni miliardo primo prima secondo seconda terzo terza",
		calendar:    "lunedì martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre oggi ieri domani giorno giorni settimana mese anno anni ora ore",
		speech:      "sì no ok okay ciao grazie allora veramente forse insomma cosa cose qualcosa molto poco tanto",
		show:        "episodio episodi podcast puntata puntate trasmissione ospite ospiti ascoltatore ascoltatori intervista conversazione chiacchierata",
		beforeVerbs: "io tu lui lei noi voi loro si mi ti ci può possono possiamo deve vuole",
	},
	"nl": {
		numbers:     "een twee drie vier vijf zes zeven acht negen tien elf twaalf honderd duizend miljoen miljard eerste tweede derde",
		calendar:    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus september oktober november december vandaag gisteren morgen dag week maand jaar uur",
		speech:      "ja nee oké ok hoi hallo bedankt eigenlijk echt misschien gewoon ding dingen beetje veel goed",
		show:        "aflevering afleveringen podcast programma gast gasten presentator luisteraar luisteraars gesprek interview",
		beforeVerbs: "ik jij je hij zij we wij ze te kan kunnen wil moet zal zou",
	},
	"no": {
		numbers:     "en ett to tre fire fem seks sju syv åtte ni ti elleve tolv hundre tusen million millioner første andre tredje",
		calendar:    "mandag tirsdag onsdag torsdag fredag lørdag søndag januar februar mars april mai juni juli august september oktober november desember dag uke måned år morgen gang",
		speech:      "ja nei ok okay hei takk egentlig faktisk virkelig kanskje ting litt mye bra liksom altså eh",
		show:        "episode episoder podkast podcast program gjest gjester vert lytter lyttere samtale intervju",
		beforeVerbs: "jeg du han hun vi de å kan vil skal må kunne ville skulle",
	},
	"pt": {
		numbers:     "um dois duas três quatro cinco seis sete oito nove dez onze doze cem cento mil milhão milhões bilhão primeiro primeira segundo terceira terceiro",
		calendar:    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira terça quarta quinta sexta segunda feira sábado domingo janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro hoje ontem amanhã dia dias semana mês meses ano anos hora horas",
		speech:      "sim não ok okay olá oi obrigado obrigada então realmente talvez coisa coisas muito pouco né bom",
		show:        "episódio episódios podcast programa convidado convidada convidados ouvinte ouvintes entrevista conversa",
		beforeVerbs: "eu tu ele ela nós você vocês eles elas se me te pode podem podemos deve quer vamos",
	},
	"ro": {
		numbers:  "unu doi două trei patru cinci șase șapte opt nouă zece sută mie mii milion milioane primul prima doilea treilea",
		calendar: "luni marți miercuri joi vineri sâmbătă duminică ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie azi astăzi ieri mâine zi săptămână lună an ani",
		speech:   "da nu ok bine salut bună mulțumesc chiar poate lucru lucruri mult puțin deci",
		show:     "episod episodul episoade podcast emisiune invitat invitata invitați ascultător ascultători interviu conversație",
	},
	"ru": {
		numbers:  "один одна два две три четыре пять шесть семь восемь девять десять сто тысяча тысяч миллион миллионов первый второй третий",
		calendar: "понедельник вторник среда четверг пятница суббота воскресенье январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь января февраля марта апреля мая июня июля августа сентября октября ноября декабря сегодня вчера завтра день неделя месяц год года лет",
		speech:   "да нет окей ладно привет спасибо действительно может вообще просто короче вещь вещи много очень значит",
		show:     "выпуск выпуска эпизод подкаст подкаста передача гость гости ведущий ведущая слушатель слушатели интервью разговор беседа",
	},
	"sv": {
		numbers:     "en ett två tre fyra fem sex sju åtta nio tio elva tolv hundra tusen miljon miljoner första andra tredje",
		calendar:    "måndag tisdag onsdag torsdag fredag lördag söndag januari februari mars april maj juni juli augusti september oktober november december idag igår imorgon dag vecka månad år gång",
		speech:      "ja nej okej ok hej tack egentligen faktiskt verkligen kanske grej grejer sak saker lite mycket bra liksom alltså",
		show:        "avsnitt avsnittet podd podden podcast program gäst gäster värd lyssnare samtal intervju",
		beforeVerbs: "jag du han hon vi de att kan vill ska måste kunde ville skulle",
	},
	"tr": {
		numbers:  "bir iki üç dört beş altı yedi sekiz dokuz on yüz bin milyon milyar birinci ikinci üçüncü ilk",
		calendar: "pazartesi salı çarşamba perşembe cuma cumartesi pazar ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık bugün dün yarın gün hafta ay yıl",
		speech:   "evet hayır tamam merhaba teşekkürler gerçekten belki yani şey şeyler çok biraz iyi",
		show:     "bölüm bölümü podcast program konuk konuklar sunucu dinleyici dinleyiciler röportaj sohbet",
	},
	"zh": {
		numbers:  "一 二 三 四 五 六 七 八 九 十 百 千 万 两",
		calendar: "今 天 年 月 日 周 星 期",
		speech:   "的 了 是 我 你 他 她 们 这 那 个 就 在 有 和 也 都 不 吗 呢 吧 啊 很 说 会 要 去 来 到 对 好 么 什 怎 为 与 及 或 从 被 把 让 给 还 又 再 但 而 以 之 其 您",
		show:     "集 播客 节目 嘉宾 主持 听众",
	},
	"ja": {
		numbers:  "一 二 三 四 五 六 七 八 九 十 百 千 万",
		calendar: "今 日 月 年 週",
		speech:   "の は が を に へ と で も や か ね よ な し て た だ る い う れ ら り す さ こ そ あ ど ま せ ん",
		show:     "回 エピソード ポッドキャスト 番組 ゲスト リスナー",
	},
}

// sameFillers maps languages to others with the same fillers.
var sameFillers = map[string]string{"nb": "no", "nn": "no"}

// preparedFillers are the fillers of a language as sets, folded.
type preparedFillers struct{ words, beforeVerbs map[string]bool }

var preparedOf = func() map[string]preparedFillers {
	dates := map[string]string{}
	for _, l := range languages {
		dates[l.code] = l.dates
	}
	all := map[string]preparedFillers{}
	for code, f := range fillersOf {
		all[code] = preparedFillers{
			foldedSet(f.numbers + " " + f.calendar + " " + f.speech + " " + f.show + " " + dates[code]), foldedSet(f.beforeVerbs),
		}
	}
	for code, other := range sameFillers {
		all[code] = all[other]
	}
	return all
}()

func foldedSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[FoldAccents(strings.ToLower(word))] = true
	}
	return set
}

// IsFiller reports whether a word says nothing about the subject of a text: a number, a day, a
// month, a filler of speech such as "okay", or a word for a recording such as "episode". code is
// the code of the text's language. word is in lower case and without accents ([FoldAccents]).
// Stop words are not fillers.
func IsFiller(code, word string) bool { return preparedOf[code].words[word] }

// PrecedesVerb reports whether a verb usually follows a word, such as "to" or "we". The arguments
// are those of [IsFiller].
func PrecedesVerb(code, word string) bool { return preparedOf[code].beforeVerbs[word] }

// CapitalisesNouns reports whether a language writes nouns with a capital.
func CapitalisesNouns(code string) bool { return code == "de" }
