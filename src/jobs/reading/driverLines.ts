/** Begins the line with which the driver ends; see driver/boot.py. */
const RESULT = 'offload-result ';
/** Begins the driver's lines with metrics; see driver/face.py. */
const METRIC = 'offload-metric ';

/** Whether a line of the log says that the job has ended. */
export function endsJob(text: string): boolean {
  return text.startsWith(RESULT);
}

/** Whether a line is there for machines: a digest, a metric. */
export function isForMachines(text: string): boolean {
  return endsJob(text) || text.startsWith(METRIC);
}
