"""The signing proxy: ``offload/aws/<backend>/<service>/…`` becomes one signed request to AWS.

What a browser sent is taken apart (`target`, `jsonservice`, `objects`), what may be asked is built
anew (`outgoing`), signed (`signing`) and sent (`transport`) to the endpoint of the backend
(`reach`). `gateway` puts these in order; `handler` is the route.
"""
