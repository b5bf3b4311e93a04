/**
 * Stands in for node-gyp (`node-gyp` in .npmrc). npm 10 runs it for better-sqlite3, which brings its binaries and
 * builds nothing; node-gyp would still want Python and fetch Node's headers.
 */
