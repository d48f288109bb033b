const JOB_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;

/** Whether SageMaker takes it as a job's name; only then is it code or a key. */
export function isJobName(text: string): boolean {
  return text.length < 64 && JOB_NAME.test(text);
}
