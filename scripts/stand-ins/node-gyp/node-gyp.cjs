#!/usr/bin/env node
/**
 * npm 10 runs node-gyp for better-sqlite3, which brings its binaries and builds nothing. The real node-gyp (a
 * dependency of electron-builder's, which does not need it here) would want Python and fetch Node's headers.
 */
