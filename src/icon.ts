import { LabIcon } from '@jupyterlab/ui-components';

/** A cell that goes up to a bigger machine. */
export const offloadIcon = new LabIcon({
  name: 'jupyterlab-offload:offload',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g class="jp-icon3" fill="#616161">
    <path d="M12 2 6.5 7.5l1.4 1.4L11 5.8V14h2V5.8l3.1 3.1 1.4-1.4z"/>
    <path d="M4 15v5a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-5h-4v2h2v2H6v-2h2v-2z"/>
  </g>
</svg>`
});
