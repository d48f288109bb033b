// An account that a class shares, as AWS would answer: nobody can be sent there.
import { expect } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Request } from '@playwright/test';
import { FRONT_END_VERSION } from '../../src/generated/version';
import { cardAt, notebookOf, test, violations } from '../notebooks';

const BACKEND = {
  name: 'class',
  region: 'eu-central-1',
  account: '123456789012',
  owner_tag: 'ann',
  paid: true
};

const ARN = 'arn:aws:sagemaker:eu-central-1:123456789012:training-job/';
const MIME_TYPE = 'application/vnd.jupyterlab-offload.job.v1+json';

function jobOf(owner: string) {
  const at = Date.now() / 1000 - 90;
  return {
    TrainingJobName: `digits-of-${owner}`,
    TrainingJobStatus: 'InProgress',
    SecondaryStatus: 'Training',
    CreationTime: at,
    TrainingStartTime: at + 30,
    ResourceConfig: {
      InstanceType: 'ml.g5.xlarge',
      InstanceCount: 1,
      VolumeSizeInGB: 30
    },
    Tags: [
      { Key: 'offload:kind', Value: 'cell' },
      { Key: 'offload:owner', Value: owner }
    ]
  };
}

/** As much of SageMaker as a list needs. */
function answer(request: Request): object {
  const input = request.postDataJSON();
  const operation = request.headers()['x-amz-target'];
  const ownerIn = (text: string) => text.replace(/.*digits-of-/, '');
  if (operation === 'SageMaker.DescribeTrainingJob') {
    const name: string = input.TrainingJobName;
    const TrainingJobArn = `${ARN}${name}`;
    return { ...jobOf(ownerIn(name)), Tags: undefined, TrainingJobArn };
  }
  if (operation === 'SageMaker.ListTags') {
    return { Tags: jobOf(ownerIn(input.ResourceArn)).Tags };
  }
  const filters: { Name: string; Value?: string }[] =
    input.SearchExpression.Filters;
  const owner = filters.find(one => one.Name === 'Tags.offload:owner')?.Value;
  return {
    Results: ['ann', 'bob', 'cleo']
      .filter(one => owner === undefined || one === owner)
      .map(one => ({ TrainingJob: jobOf(one) }))
  };
}

/** The page of a student of the class; the names of jobs that it asks about. */
async function join(page: IJupyterLabPageFixture): Promise<string[]> {
  const asked: string[] = [];
  const engine = { running: false, version: null, problem: null };
  await page.route(/\/offload\/config(\?|$)/, route =>
    route.fulfill({
      json: {
        ...{ version: FRONT_END_VERSION, active: 'class' },
        ...{ backends: [BACKEND], engine }
      }
    })
  );
  await page.route(/\/offload\/aws\/class\/sagemaker/, route => {
    asked.push(route.request().postDataJSON().TrainingJobName ?? '');
    return route.fulfill({
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      json: answer(route.request())
    });
  });
  await page.reload();
  return asked;
}

test('in a shared account a page is about one’s own jobs, and lists the others when told to', async ({
  page,
  tmpPath
}) => {
  const asked = await join(page);
  await page.sidebar.openTab('jp-Offload-sidebar');
  const sidebar = page.locator('#jp-Offload-sidebar');
  const rows = sidebar.locator('.jp-Offload-row');
  await expect(rows).toHaveText([/digits-of-ann/]);
  await expect(page.locator('#jp-Offload-status')).toContainText('1 job');
  expect(asked).not.toContain('digits-of-bob');

  await sidebar.getByLabel('Whose').selectOption('Everybody’s');
  await expect(rows).toHaveCount(3);
  await expect(page.locator('#jp-Offload-status')).toContainText('1 job');
  expect(await violations(page, '#jp-Offload-sidebar')).toEqual([]);
  await sidebar.getByLabel('Whose').selectOption('bob');
  await expect(rows).toHaveText([/digits-of-bob.* · bob · ml/]);

  // A colleague's notebook shows her job, and makes it no job of one's own.
  const card = { backend: 'class', job: 'digits-of-bob', status: 'InProgress' };
  const data = { [MIME_TYPE]: card };
  const output = { output_type: 'display_data', data, metadata: {} };
  const notebook = JSON.stringify(notebookOf(['%%offload\n1']));
  const shown = `"outputs":[${JSON.stringify(output)}]`;
  await page.contents.uploadContent(
    notebook.replace('"outputs":[]', shown),
    'text',
    `${tmpPath}/b.ipynb`
  );
  // Galata opens it by clicks there.
  await page.sidebar.openTab('filebrowser');
  await page.notebook.openByPath(`${tmpPath}/b.ipynb`);
  await expect(cardAt(page, 0)).toContainText('Running');
  await expect(page.locator('#jp-Offload-status')).toContainText('1 job');

  // Stop All must not reach the others.
  await page.sidebar.openTab('jp-running-sessions');
  const running = page.locator('.jp-RunningSessions-item', {
    hasText: 'digits-of-'
  });
  await expect(running).toHaveText([/digits-of-ann/]);
});
