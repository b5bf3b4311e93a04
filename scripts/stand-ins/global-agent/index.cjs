/**
 * onnxruntime-node's install script would download 200 MB of CUDA libraries on Linux. It loads "global-agent"
 * first; `overrides` in package.json puts this in its place, which ends the script. npm 11 does not run the
 * script at all (`allowScripts`), npm 10 has no other switch in the project's files that npm 11 does not warn of.
 */
exports.bootstrap = () => process.exit(0);
