import { query } from './query';
import { FakeJob } from './testing';

const jobOf = (name: string, notebook: string) =>
  new FakeJob({ backend: 'local', name, notebook });

describe('the search among jobs', () => {
  const jobs = [
    jobOf('first', 'Größe.ipynb'),
    jobOf('second', 'Gro\u0308ßen/ÉTÉ.ipynb'),
    jobOf('third', 'sums.ipynb')
  ];
  const found = (text: string) => query(jobs, { text }).map(job => job.id.name);

  it.each<[string, string[]]>([
    ['GRÖSSE', ['first', 'second']],
    ['größe été', ['second']],
    ['SUMS third', ['third']],
    ['', ['first', 'second', 'third']]
  ])(
    'of %j minds neither capitals nor how accents are stored',
    (text, names) => {
      expect(found(text)).toEqual(names);
    }
  );
});
