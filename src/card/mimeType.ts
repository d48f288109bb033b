/** The type of an output that is a job's card; see spec/card.schema.json. */
export const MIME_TYPE = 'application/vnd.jupyterlab-offload.job.v1+json';
