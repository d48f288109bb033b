import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { failureWords } from '../components/problemWords';
import type { IJob, IJobStore } from '../tokens';
import { Attention } from './attention';
import { itemsOf } from './items';
import { EndNotices } from './notices';
import type { Preferences } from './preferences';
import type { JobSection } from './section';
import { showJob } from './showJob';

/** List the jobs that run, look at them until they end, and tell of that. */
export function follow(store: IJobStore, options: follow.IOptions): void {
  const { commands, preferences, section, trans } = options;
  const show = (job: IJob): void => void showJob(job, commands);
  const stop = (job: IJob) => {
    job.stop().catch((error: unknown) => {
      const why = failureWords(error, trans);
      Notification.error(
        trans.__('%1 could not be stopped. %2', job.id.name, why)
      );
    });
  };
  new Attention(store);

  section.list(() =>
    itemsOf(store.query({ own: true }), { show, stop }, trans)
  );
  store.changed.connect(section.update, section);
  store.jobChanged.connect(section.update, section);

  new EndNotices({
    store,
    trans,
    minimum: () => preferences.minimum,
    show: ({ kind, message, job }) => {
      const { cell, notebook } = job.snapshot;
      const action = {
        label:
          notebook && cell
            ? trans.__('Show the Cell')
            : trans.__('Show the Job'),
        callback: () => show(job)
      };
      Notification.emit(message, kind, {
        // A stop is mostly one's own: only a failure waits to be read.
        autoClose: kind === 'error' ? false : 8000,
        actions: [action]
      });
    }
  });
}

export namespace follow {
  export interface IOptions {
    readonly commands: CommandRegistry;
    readonly preferences: Preferences;
    readonly section: JobSection;
    readonly trans: TranslationBundle;
  }
}
