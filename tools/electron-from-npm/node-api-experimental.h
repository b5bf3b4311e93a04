/*
 * The one experimental function that node-addon-api needs in a module of Node-API version "experimental":
 * without it, finalizers would run JavaScript inside the garbage collector, which ends the process.
 * Node 20.18 and later have it; the npm package node-api-headers declares stable functions only.
 */
#include <node_api.h>

#define NODE_API_EXPERIMENTAL_HAS_POST_FINALIZER

EXTERN_C_START
NAPI_EXTERN napi_status NAPI_CDECL node_api_post_finalizer(node_api_basic_env env,
                                                           napi_finalize finalize,
                                                           void* data,
                                                           void* hint);
EXTERN_C_END
