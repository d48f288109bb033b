// Writes the description of JupyterLab's core that the front end is built against.
//
// The builder asks, at run time, for the versions of shared modules that this file names. As
// published it names the newest, and every older JupyterLab would complain: put the ranges of
// our own `dependencies` in their place. The build is against JupyterLab as `resolutions` say.
import { mkdir, readFile, writeFile } from 'node:fs/promises';

const read = async path => JSON.parse(await readFile(path, 'utf8'));

const core = await read('node_modules/@jupyterlab/core-meta/core.package.json');
const { dependencies } = await read('package.json');
for (const versions of [core.dependencies, core.resolutions]) {
  for (const name of Object.keys(versions ?? {})) {
    versions[name] = dependencies[name] ?? versions[name];
  }
}
await mkdir('.build', { recursive: true });
await writeFile('.build/core.package.json', JSON.stringify(core, null, 2));
