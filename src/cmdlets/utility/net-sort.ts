// Sorting as .NET's List.Sort does it: fast, and not stable. Sort-Object without -Stable shows its order of equals.
//
// Rule: the same comparisons lead to the same order as in .NET, equals included; so this is introspective sort with its
// own choices (three special sizes, median of three, insertion for 16 or fewer, heap when too deep), and nothing cleverer.

export type Compare<T> = (left: T, right: T) => number;

const INSERTION_SIZE = 16;

/** Sorts in place. */
export function netSort<T>(items: T[], compare: Compare<T>): T[] {
  if (items.length > 1) introSort(items, compare, 0, items.length, 2 * (Math.floor(Math.log2(items.length)) + 1));
  return items;
}

/** Sorts items[from, from + size). */
function introSort<T>(items: T[], compare: Compare<T>, from: number, size: number, depth: number): void {
  while (size > 1) {
    if (size <= INSERTION_SIZE) {
      sortFew(items, compare, from, size);
      return;
    }
    if (depth === 0) {
      heapSort(items, compare, from, size);
      return;
    }
    depth--;
    const pivot = partition(items, compare, from, size);
    introSort(items, compare, pivot + 1, from + size - pivot - 1, depth);
    size = pivot - from;
  }
}

function sortFew<T>(items: T[], compare: Compare<T>, from: number, size: number): void {
  if (size === 2) {
    swapIfGreater(items, compare, from, from + 1);
    return;
  }
  if (size === 3) {
    swapIfGreater(items, compare, from, from + 1);
    swapIfGreater(items, compare, from, from + 2);
    swapIfGreater(items, compare, from + 1, from + 2);
    return;
  }
  for (let i = from; i < from + size - 1; i++) {
    const item = items[i + 1]!;
    let j = i;
    while (j >= from && compare(item, items[j]!) < 0) {
      items[j + 1] = items[j]!;
      j--;
    }
    items[j + 1] = item;
  }
}

/** Puts the median of three in the last place but one, parts the rest around it, and gives its final place. */
function partition<T>(items: T[], compare: Compare<T>, from: number, size: number): number {
  const last = from + size - 1;
  const middle = from + ((size - 1) >> 1);
  swapIfGreater(items, compare, from, middle);
  swapIfGreater(items, compare, from, last);
  swapIfGreater(items, compare, middle, last);
  const pivot = items[middle]!;
  swap(items, middle, last - 1);
  let left = from;
  let right = last - 1;
  while (left < right) {
    do left++;
    while (left < last && compare(items[left]!, pivot) < 0);
    do right--;
    while (right > from && compare(pivot, items[right]!) < 0);
    if (left >= right) break;
    swap(items, left, right);
  }
  if (left !== last - 1) swap(items, left, last - 1);
  return left;
}

function heapSort<T>(items: T[], compare: Compare<T>, from: number, size: number): void {
  for (let i = size >> 1; i >= 1; i--) sink(items, compare, from, i, size);
  for (let i = size; i > 1; i--) {
    swap(items, from, from + i - 1);
    sink(items, compare, from, 1, i - 1);
  }
}

function sink<T>(items: T[], compare: Compare<T>, from: number, at: number, size: number): void {
  const item = items[from + at - 1]!;
  while (at <= size >> 1) {
    let child = 2 * at;
    if (child < size && compare(items[from + child - 1]!, items[from + child]!) < 0) child++;
    if (compare(item, items[from + child - 1]!) >= 0) break;
    items[from + at - 1] = items[from + child - 1]!;
    at = child;
  }
  items[from + at - 1] = item;
}

function swapIfGreater<T>(items: T[], compare: Compare<T>, left: number, right: number): void {
  if (compare(items[left]!, items[right]!) > 0) swap(items, left, right);
}

function swap<T>(items: T[], left: number, right: number): void {
  const held = items[left]!;
  items[left] = items[right]!;
  items[right] = held;
}
