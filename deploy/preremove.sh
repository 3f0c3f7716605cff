#!/bin/sh
# Runs before the package is removed or upgraded. An upgrade restarts the service afterwards.
set -e
[ "$1" = remove ] || exit 0
[ -d /run/systemd/system ] || exit 0
systemctl disable --now segue.service
