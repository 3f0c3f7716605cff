package embedtest

import "strings"

// plainTexts are texts that every model can distinguish.
var plainTexts = []string{
	"How a bank runs its payments on Kubernetes.",
	"Bread needs flour, water, salt and time.",
	"An interview about the history of the violin",
	"volcanoes of Iceland",
	"Why do databases lock rows? A guest explains transactions, isolation and deadlocks with examples from her work.",
}

// unusualTexts are extreme cases of real texts.
var unusualTexts = []struct{ name, text string }{
	{"a single letter", "a"},
	{"punctuation only", "?!…"},
	{"emoji", "🎧🚀 👩🏽‍🚀"},
	{"right to left", "פודקאסט על מסדי נתונים والبرمجة"},
	{"no spaces between words", "播客推荐系统的介绍"},
	{"combining marks", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!"},
	{"line breaks and tabs", "Title\r\n\r\n\tfirst\u00a0line\u2028second line"},
	{"markup", `<p class="x">bread &amp; butter</p> {"json": "\""} ]]>`},
	{"a zero byte", "before\x00after"},
	{"bytes that are not UTF-8", "caf\xe9 \xff\xfe"},
	{"10 kB of words", strings.Repeat("an episode about databases ", 380)},
	{"100 kB in one word", strings.Repeat("podcast", 14_300)},
	{"40 kB of emoji", strings.Repeat("🎧", 10_000)},
}
