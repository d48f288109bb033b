// Generated from jupyterlab_offload/catalog/billing.json by "jlpm generate". Do not edit.
/** Between SageMaker's SIGTERM and its SIGKILL. */
export const GRACE_SECONDS = 120;
/** Reserved for the upload of results, which is billed. */
export const UPLOAD_SECONDS = 60;
