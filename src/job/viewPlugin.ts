import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { WidgetTracker } from '@jupyterlab/apputils';
import type { MainAreaWidget } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { offloadIcon } from '../icon';
import { IJobs } from '../tokens';
import type { IJob } from '../tokens';
import { jobOf, schemaOf } from './arguments';
import { CommandIDs } from './commandIds';
import type { JobView } from './view';

/** Shows a job on its own, with its log, metrics, files and details. */
export const jobView: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-offload:job-view',
  description: 'Shows a job with its log, metrics, files and details.',
  autoStart: true,
  optional: [IJobs, ILayoutRestorer, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    jobs: IJobs | null,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null
  ): void => {
    if (!jobs) {
      return;
    }
    const trans = (translator ?? nullTranslator).load('jupyterlab_offload');
    const tracker = new WidgetTracker<MainAreaWidget<JobView>>({
      namespace: 'offload-job'
    });
    const viewOf = async (job: IJob): Promise<MainAreaWidget<JobView>> => {
      const { createView } = await import('./view');
      const id = `jp-Offload-job-${job.id.backend}-${job.id.name}`;
      const open = tracker.find(one => one.id === id);
      if (open) {
        return open;
      }
      const made = createView(id, { job, trans });
      // After a reload it shows the side that it showed before.
      made.content.tabChanged.connect(() => void tracker.save(made), tracker);
      await tracker.add(made);
      return made;
    };
    app.commands.addCommand(CommandIDs.open, {
      label: trans.__('Open Job'),
      caption: trans.__('Show a job’s log, metrics, files and details'),
      icon: offloadIcon,
      describedBy: schemaOf(['backend', 'name'], { tab: { type: 'string' } }),
      execute: async args => {
        const id = jobOf(args);
        if (!id) {
          return;
        }
        const [{ isTab }, store] = await Promise.all([
          import('./view'),
          jobs.load()
        ]);
        const widget = await viewOf(store.open(id));
        if (!widget.isAttached) {
          app.shell.add(widget, 'main');
        }
        // Jupyter Notebook has room for its notebook only, there.
        if (!widget.isAttached) {
          app.shell.add(widget, 'down');
        }
        if (isTab(args.tab)) {
          widget.content.tab = args.tab;
        }
        app.shell.activateById(widget.id);
      }
    });
    void restorer?.restore(tracker, {
      command: CommandIDs.open,
      args: widget => ({ ...widget.content.job.id, tab: widget.content.tab }),
      name: widget => widget.id
    });
  }
};
