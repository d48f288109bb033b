import { folded, foldedWords } from './words';

describe('folded', () => {
  it.each([
    ['GRÖSSE', 'Größe'],
    ['Größe', 'Gro\u0308ße'],
    ['ÉTÉ', 'été'],
    ['ΣΟΦΟΣ', 'σοφος'],
    ['ML.M5.LARGE', 'ml.m5.large']
  ])('%s and %s are the same', (one, other) => {
    expect(folded(one)).toBe(folded(other));
  });

  it('keeps letters apart that are not the same', () => {
    expect(folded('Grosse')).not.toBe(folded('Größe'));
  });
});

describe('the words of a search', () => {
  it('are what stands between white space', () => {
    expect(foldedWords(' Größe  m5 ')).toEqual(['GRÖSSE', 'M5']);
    expect(foldedWords('  ')).toEqual([]);
  });
});
