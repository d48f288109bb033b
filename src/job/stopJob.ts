import { Dialog, showDialog, showErrorMessage } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { failureWords } from '../components/problemWords';
import { canStop } from '../components/status';
import type { IJob } from '../jobs/interfaces';

/** Ask a job to stop, after a question. */
export async function stopJob(
  job: IJob,
  trans: TranslationBundle
): Promise<void> {
  const answer = await showDialog({
    title: trans.__('Stop this job?'),
    body: trans.__(
      '%1 ends early. What it has made so far comes back.',
      job.id.name
    ),
    buttons: [
      Dialog.cancelButton(),
      Dialog.warnButton({ label: trans.__('Stop') })
    ]
  });
  // It may have come to its end while the question stood there.
  if (!answer.button.accept || !canStop(job.snapshot)) {
    return;
  }
  try {
    await job.stop();
  } catch (error) {
    await showErrorMessage(
      trans.__('The job could not be stopped'),
      failureWords(error, trans)
    );
  }
}
