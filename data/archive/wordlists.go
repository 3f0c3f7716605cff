package archive

import "strings"

// particles are the lower-case words of a name.
var particles = set("van von der den de del della di da das do dos du la le ter ten bin ibn ben al el y e zu af")

// suffixes are the capitalised words after a name.
var suffixes = set("Jr Sr II III IV PhD")

// notBefore are words after which "with" does not introduce a guest, in lower case.
// Most words in -ing are not listed, since "Machine Learning with …" and
// "… Engineering with …" introduce a guest.
var notBefore = set(`working dealing started living coping struggling playing interacting integrating
	experimenting starting beginning competing messing fiddling problem problems trouble wrong matter
	deal work works play plays cope live integration integrates compatible compatibility starts begins start`)

// notNames are words in lower case that titles capitalise and that are not part of a
// person's name. Words that are also names, such as Ruby, Jenkins, Cassandra or Black,
// are not listed.
var notNames = set(`
	a and the for on of from by at as or not your our their its this that everyone everything
	amazon google microsoft apple facebook netflix oracle ibm apache mozilla github gitlab twitter uber airbnb
	aws azure gcp android ios linux windows unix kubernetes docker kafka hadoop redis postgres
	tensorflow pytorch react angular native node rails django flask python java kotlin golang
	typescript javascript webassembly serverless microservices
	ai ml qa ci cd ux ui vr ar it hr api apis sql iot crypto blockchain bitcoin ethereum
	access actions agent agents analytics app apps application applications architecture architectures artificial
	automation backend backends banking big blocks bots browser browsers budget build bugs business
	change changes chaos cloud clouds cluster clusters code coding command commerce community compiler compilers complexity
	computer computers computing confidence constraints container containers content continuous control culture customer customers
	cyber data database databases debt delivery deployment design desktop developer developers development device
	devices digital distributed driven driving edge embedded engine engineer engineering engineers enterprise event events failure failures
	feature features framework frameworks friends frontend function functions functional game games
	generative generics graph graphs growth guests hardware home hybrid human humans images industry
	information infrastructure innovation intelligence intelligent interface interfaces internet kernel language languages large latency
	learning legacy less library libraries limited line live local machine machines management market measurement
	memory mesh message messages messaging mobile model models modern monitoring more multiple music native natural network networks
	neural new no observability online open operations operators orchestration parallel payments people performance
	pipelines plugins platform platforms policy processing product production products programming project projects purpose
	quality quantum queues relational remote research robots runtime safe safety scale scaling science
	search secure security self semantic sensors server servers service services simple site sites smart social software source special
	speech speed stack state static storage stream streaming streams structured studio style success system systems team
	teams technical technologies technology telemetry test testing tests text things time tool tools tooling tracing
	best breakers calls docs effort examples filters groups indexes issues jupyter knowledge labels manager managers mental minimal my notebook
	notebooks package packages pandas power practices profiles raspberry review schema stickers support type values workbench
	types unit user users vector video virtual vision visual voice web website websites words work workers workflows world zero`)

func set(words string) map[string]bool {
	s := map[string]bool{}
	for _, w := range strings.Fields(words) {
		s[w] = true
	}
	return s
}
