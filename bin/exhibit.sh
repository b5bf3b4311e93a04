#!/bin/sh
# The command line of an installed Exhibit: its Electron as a plain Node.
resources=$(dirname "$(dirname "$(readlink -f "$0")")")
ELECTRON_RUN_AS_NODE=1 exec "$resources/../exhibit" "$resources/app.asar/dist/main/cli.js" "$@"
