// Writes src/generated from what it is made of; `--check` only says whether it is up to date.
import { readFile, writeFile, mkdir } from 'node:fs/promises';
import { compileFromFile } from 'json-schema-to-typescript';

const style = {
  singleQuote: true,
  trailingComma: 'none',
  arrowParens: 'avoid'
};
const banner = source =>
  `// Generated from ${source} by "jlpm generate". Do not edit.`;

/** The TypeScript file of each schema. */
const schemas = {
  'src/generated/catalog.ts': 'jupyterlab_offload/server/catalog.schema.json',
  'src/generated/config.ts': 'jupyterlab_offload/server/config.schema.json',
  'src/generated/sent.ts': 'jupyterlab_offload/server/sent.schema.json',
  'src/generated/job.ts': 'jupyterlab_offload/spec/job.schema.json',
  'src/generated/manifest.ts': 'jupyterlab_offload/spec/manifest.schema.json',
  'src/generated/result.ts': 'jupyterlab_offload/spec/result.schema.json',
  'src/generated/card.ts': 'jupyterlab_offload/spec/card.schema.json',
  'src/generated/plan.ts': 'jupyterlab_offload/spec/plan.schema.json',
  'src/generated/backends.ts': 'jupyterlab_offload/spec/backends.schema.json'
};
const version = JSON.parse(await readFile('package.json', 'utf8')).version;

const files = {
  'src/generated/version.ts': `${banner('package.json')}
export const FRONT_END_VERSION = '${version}';
`
};
const billing = 'jupyterlab_offload/catalog/billing.json';
const { grace_seconds, upload_seconds } = JSON.parse(
  await readFile(billing, 'utf8')
);
files['src/generated/billing.ts'] = `${banner(billing)}
/** Between SageMaker's SIGTERM and its SIGKILL. */
export const GRACE_SECONDS = ${grace_seconds};
/** Reserved for the upload of results, which is billed. */
export const UPLOAD_SECONDS = ${upload_seconds};
`;
const verdict = 'jupyterlab_offload/driver/verdict.py';
const [, atLimit] = /^AT_LIMIT = "([^"\\]+)"$/m.exec(
  await readFile(verdict, 'utf8')
);
files['src/generated/verdict.ts'] = `${banner(verdict)}
/** In the FailureReason of a job that its driver has ended before its limit. */
export const AT_LIMIT =
  ${JSON.stringify(atLimit)};
`;
for (const [path, schema] of Object.entries(schemas)) {
  files[path] = await compileFromFile(schema, {
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    bannerComment: banner(schema),
    style
  });
}

await mkdir('src/generated', { recursive: true });
for (const [path, text] of Object.entries(files)) {
  if (!process.argv.includes('--check')) {
    await writeFile(path, text);
  } else if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
    console.error(`${path} is stale: run "jlpm generate".`);
    process.exitCode = 1;
  }
}
