// Generated from jupyterlab_offload/server/catalog.schema.json by "jlpm generate". Do not edit.

/**
 * The answer of GET offload/catalog: what a job can run on, and for how much.
 */
export interface ICatalog {
  /**
   * Whose prices these are. For `local`, which costs nothing, the region whose prices came with the package: what AWS would charge.
   */
  region: string;
  /**
   * One GiB of the volume of an instance without disks of its own.
   */
  volume_usd_per_gib_hour: number;
  instances: IInstance[];
  /**
   * A small choice of AWS's own; empty where none is known.
   */
  images: IImage[];
}
export interface IInstance {
  name: string;
  /**
   * For people: `4 vCPU, 16 GiB, 1 × A10G 24 GB`.
   */
  shape: string;
  cpu: number | null;
  memory_gib: number | null;
  gpu: IGpu | null;
  /**
   * It has disks of its own: no volume is paid.
   */
  nvme: boolean;
  /**
   * AWS is withdrawing it.
   */
  retiring: boolean;
  /**
   * It needs an image for its accelerator, whose download is billed.
   */
  accelerated: boolean;
  /**
   * null: not known.
   */
  price: IPrice | null;
}
export interface IGpu {
  count: number;
  name: string;
  /**
   * Of one of them.
   */
  memory_gb: number;
}
export interface IPrice {
  usd_per_hour: number;
  /**
   * When it was published.
   */
  date: string;
  source: string;
}
export interface IImage {
  name: string;
  uri: string;
  python: string;
  gpu: boolean;
  about: string;
  date: string;
}
