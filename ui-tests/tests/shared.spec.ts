// An account that a class shares, as AWS would answer: nobody can be sent there.
import { expect } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Request } from '@playwright/test';
import { FRONT_END_VERSION } from '../../src/generated/version';
import { test, violations } from '../notebooks';

const BACKEND = {
  name: 'class',
  region: 'eu-central-1',
  account: '123456789012',
  owner_tag: 'ann',
  paid: true
};

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
  if (operation === 'SageMaker.DescribeTrainingJob') {
    return jobOf(input.TrainingJobName.replace('digits-of-', ''));
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
  page
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

  // Stop All must not reach the others.
  await page.sidebar.openTab('jp-running-sessions');
  const running = page.locator('.jp-RunningSessions-item', {
    hasText: 'digits-of-'
  });
  await expect(running).toHaveText([/digits-of-ann/]);
});
