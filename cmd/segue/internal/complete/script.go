package complete

import "fmt"

// Command is the hidden command that the scripts call: its arguments are the words of a command
// line, and it prints one completion per line.
const Command = "__complete"

// scripts are the scripts by shell.
var scripts = map[string]string{
	"bash": `# Completion of segue for bash. Add to ~/.bashrc: source <(segue completion bash)
_segue() {
  local words
  mapfile -t words < <("${COMP_WORDS[0]}" ` + Command + ` "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  COMPREPLY=("${words[@]}")
}
complete -o default -F _segue segue
`,
	"zsh": `#compdef segue
# Completion of segue for zsh. Write it to a directory of $fpath: segue completion zsh > ~/.zfunc/_segue
_segue() {
  local -a found
  found=("${(@f)$("${words[1]}" ` + Command + ` "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "${found[*]}" ]]; then
    compadd -- "${found[@]}"
  else
    _files
  fi
}
if [[ "${funcstack[1]}" = _segue ]]; then
  _segue "$@"
else
  compdef _segue segue
fi
`,
	"fish": `# Completion of segue for fish: segue completion fish > ~/.config/fish/completions/segue.fish
function __segue_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l found (command $words[1] ` + Command + ` $words[2..-1] 2>/dev/null)
  if test -n "$found"
    printf '%s\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c segue -f -a '(__segue_complete)'
`,
}

// Script returns the script for a shell: bash, zsh or fish.
func Script(shell string) (string, error) {
	script, ok := scripts[shell]
	if !ok {
		return "", fmt.Errorf("unknown shell %q; want bash, zsh or fish", shell)
	}
	return script, nil
}
