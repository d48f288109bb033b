import { card } from './card/plugin';
import { compatibility, config } from './config/plugins';
import { jobCommands } from './job/plugin';
import { jobView } from './job/viewPlugin';
import { jobs } from './jobs/plugin';
import { notebookPath } from './notebook/pathPlugin';
import { submit } from './notebook/plugin';
import { running } from './running/plugin';
import { sidebar } from './sidebar/plugin';
import { status } from './status/plugin';

export * from './tokens';
export default [
  config,
  compatibility,
  jobs,
  status,
  card,
  jobView,
  jobCommands,
  sidebar,
  submit,
  notebookPath,
  running
];
