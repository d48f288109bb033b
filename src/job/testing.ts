import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

/** A notebook as far as commands use one, for tests. */
export class FakePanel {
  constructor(
    path: string,
    readonly sources: readonly string[],
    private readonly _ids: readonly string[] = []
  ) {
    this.id = `panel-${path}`;
    this.context = { path, localPath: path, ready: Promise.resolve() };
  }

  readonly id: string;
  readonly context: {
    readonly path: string;
    readonly localPath: string;
    readonly ready: Promise<void>;
  };
  readonly revealed = Promise.resolve();
  readonly sessionContext = {};

  /** Its cells are `c0`, `c1`, …, where no other ids are given. */
  readonly content = {
    widgets: this.sources.map((source, index) => ({
      model: {
        id: this._ids[index] ?? `c${index}`,
        type: 'code',
        sharedModel: { getSource: () => source }
      }
    })),
    activeCellIndex: -1,
    deselectAll: (): void => undefined,
    scrollToCell: (): Promise<void> => Promise.resolve()
  };
}

/** An application with notebooks, some of them open, for tests. */
export class FakeLab {
  constructor(private readonly _files: readonly FakePanel[]) {}

  readonly opened: string[] = [];
  readonly activated: string[] = [];
  readonly panels: FakePanel[] = [];

  /** As `docmanager:open` does it. */
  async open(path: string): Promise<void> {
    this.opened.push(path);
    const found = this._files.find(({ context }) => context.path === path);
    if (!found) {
      throw new Error('404 Not Found');
    }
    this.panels.push(found);
  }

  get tracker(): INotebookTracker {
    return {
      find: (of: (panel: NotebookPanel) => boolean) =>
        this.panels.find(panel => of(panel as unknown as NotebookPanel))
    } as unknown as INotebookTracker;
  }

  get app(): JupyterFrontEnd {
    return {
      commands: {
        execute: (_: string, { path }: { path: string }) => this.open(path)
      },
      serviceManager: {
        contents: {
          localPath: (path: string) => path.replace(/^[A-Z]+:/, ''),
          driveName: (path: string) => /^([A-Z]+):/.exec(path)?.[1] ?? ''
        }
      },
      shell: { activateById: (id: string) => void this.activated.push(id) }
    } as unknown as JupyterFrontEnd;
  }
}
