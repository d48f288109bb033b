// Generated from jupyterlab_offload/driver/verdict.py by "jlpm generate". Do not edit.
/** In the FailureReason of a job that its driver has ended before its limit. */
export const AT_LIMIT =
  "The cell was ended shortly before the job's time limit, to save what it made.";
