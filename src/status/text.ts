import type { TranslationBundle } from '@jupyterlab/translation';
import { formatDollars } from '../components/format';
import { advice } from '../config/advice';
import { findProblem } from '../config/problem';
import type { IBackend } from '../generated/config';
import { FRONT_END_VERSION } from '../generated/version';
import type { ConfigState, ISpend } from '../tokens';

/** What the status item shows and says. */
export interface IStatusText {
  readonly label: string;
  /** The tooltip: a sentence or two. */
  readonly caption: string;
  /** Whether something needs the user's attention. */
  readonly warning: boolean;
}

/** The words for a state of the configuration. */
export function statusText(
  state: ConfigState,
  trans: TranslationBundle
): IStatusText {
  const problem = findProblem(state, FRONT_END_VERSION);
  if (state.phase !== 'ready') {
    return problem === null
      ? {
          label: trans.__('Offload: …'),
          caption: trans.__('Asking the server which backend is active'),
          warning: false
        }
      : {
          label: trans.__('Offload: not available'),
          caption: advice(problem, trans),
          warning: true
        };
  }
  const { active, backends, engine } = state.config;
  return {
    label: labelOf(active, backends, trans),
    caption:
      problem !== null
        ? advice(problem, trans)
        : (engine.problem ?? whereJobsGo(active, backends, trans)),
    warning: problem !== null || engine.problem !== null
  };
}

/** `2 jobs, $0.46 per hour`; empty while nothing runs. */
export function spendText(spend: ISpend, trans: TranslationBundle): string {
  if (spend.active === 0) {
    return '';
  }
  const jobs = trans._n('%1 job', '%1 jobs', spend.active, spend.active);
  if (spend.perHour === null) {
    return trans.__('%1, price unknown', jobs);
  }
  return spend.perHour === 0
    ? jobs
    : trans.__('%1, %2 per hour', jobs, formatDollars(spend.perHour));
}

/** Whose money is spent, and where, is in sight at all times. */
function labelOf(
  active: string,
  backends: readonly IBackend[],
  trans: TranslationBundle
): string {
  const backend = backends.find(one => one.name === active);
  return backend?.paid
    ? trans.__(
        'Offload: %1 (account %2, %3)',
        active,
        backend.account ?? trans.__('unknown'),
        backend.region
      )
    : trans.__('Offload: %1', active);
}

function whereJobsGo(
  active: string,
  backends: readonly IBackend[],
  trans: TranslationBundle
): string {
  const backend = backends.find(one => one.name === active);
  if (!backend?.paid) {
    return trans.__('Jobs run on the server’s machine and cost nothing.');
  }
  return trans.__(
    'Jobs run in account %1, region %2, and cost money. A kernel may have chosen another backend: its cells’ cards say which.',
    backend.account ?? trans.__('unknown'),
    backend.region
  );
}
