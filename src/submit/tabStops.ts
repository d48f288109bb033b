const FOCUSABLE = 'a[href], button, input, select, textarea, [tabindex]';

/**
 * The elements within a node that Tab stops at, in order. Of radio buttons with
 * one name that is the checked one, as browsers have it; the first if none is.
 */
export function tabStops(node: HTMLElement): HTMLElement[] {
  const found = Array.from(node.querySelectorAll<HTMLElement>(FOCUSABLE));
  const radios = found.filter(Private.isRadio);
  return found.filter(
    one =>
      one.tabIndex >= 0 &&
      !one.matches(':disabled') &&
      (!Private.isRadio(one) || Private.isStop(one, radios))
  );
}

namespace Private {
  export function isRadio(node: HTMLElement): node is HTMLInputElement {
    return node instanceof HTMLInputElement && node.type === 'radio';
  }

  export function isStop(
    radio: HTMLInputElement,
    radios: readonly HTMLInputElement[]
  ): boolean {
    const group = radios.filter(one => one.name === radio.name);
    return radio === (group.find(one => one.checked) ?? group[0]);
  }
}
