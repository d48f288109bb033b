import { Signal } from '@lumino/signaling';
import { Visibility } from './visibility';

/** Settings with one value that a test can change. */
class Settings implements Visibility.ISettings {
  constructor(private _showStatus?: boolean) {}

  get(): { composite: boolean | undefined; user: undefined } {
    return { composite: this._showStatus, user: undefined };
  }

  set(value: boolean): void {
    this._showStatus = value;
    this.changed.emit();
  }

  readonly changed = new Signal<this, void>(this);
}

describe('Visibility', () => {
  it('is shown before the settings are there, and by default', () => {
    const visibility = new Visibility();
    expect(visibility.shown).toBe(true);
    visibility.follow(new Settings());
    expect(visibility.shown).toBe(true);
  });

  it('follows the setting and says so', () => {
    const settings = new Settings(true);
    const visibility = new Visibility();
    visibility.follow(settings);
    let emitted = 0;
    visibility.changed.connect(() => {
      emitted += 1;
    });
    settings.set(false);
    expect(visibility.shown).toBe(false);
    settings.set(true);
    expect(visibility.shown).toBe(true);
    expect(emitted).toBe(2);
  });
});
