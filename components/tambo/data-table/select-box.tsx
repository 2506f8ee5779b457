interface SelectBoxProps {
  label: string;
  isChecked: boolean;
  isMixed?: boolean;
  isOff: boolean;
  onChange: (isChecked: boolean) => void;
}

/** A checkbox with a target of 44 pixels on a phone and no visible text. */
export function SelectBox({ label, isChecked, isMixed = false, isOff, onChange }: SelectBoxProps) {
  return (
    <label className="inline-grid size-9 place-items-center align-middle pointer-coarse:size-11">
      <span className="sr-only">{label}</span>
      <input
        type="checkbox"
        ref={(box) => {
          // No attribute exists for this state of a checkbox.
          if (box) box.indeterminate = isMixed;
        }}
        checked={isChecked}
        aria-disabled={isOff || undefined}
        onChange={(event) => !isOff && onChange(event.currentTarget.checked)}
        className="size-4 accent-brand aria-disabled:opacity-50"
      />
    </label>
  );
}
