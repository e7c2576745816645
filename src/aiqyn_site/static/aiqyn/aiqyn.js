/* Aiqyn: what a page gains where scripts run. Everything works without; each section looks for its own elements. */
"use strict";

/* Map: zoom by buttons, keys and ctrl+wheel, drag, and what a mark says while it is pointed at. */
(() => {
  const figure = document.querySelector("figure.map");
  const svg = figure && figure.querySelector("svg[data-map]");
  if (!svg) return;
  const whole = svg.viewBox.baseVal;
  const [width, height, most] = [whole.width, whole.height, 8];
  let zoom = 1, left = 0, top = 0;

  const draw = () => {
    const [wide, high] = [width / zoom, height / zoom];
    left = Math.min(Math.max(left, 0), width - wide);
    top = Math.min(Math.max(top, 0), height - high);
    svg.setAttribute("viewBox", `${left} ${top} ${wide} ${high}`);
    svg.style.setProperty("--k", 1 / zoom);
    svg.style.touchAction = zoom > 1 ? "none" : "";
  };
  // Zooms so that the place (x, y), in parts of what is shown, stays where it is.
  const zoomTo = (wanted, x = 0.5, y = 0.5) => {
    const next = Math.min(Math.max(wanted, 1), most);
    left += (x * width) / zoom - (x * width) / next;
    top += (y * height) / zoom - (y * height) / next;
    zoom = next;
    draw();
  };
  const move = (x, y) => { left += (x * width) / zoom; top += (y * height) / zoom; draw(); };
  const reset = () => { zoom = 1; left = top = 0; draw(); };

  const sheet = svg.parentElement;
  const tools = document.createElement("div");
  tools.className = "tools";
  for (const [sign, label, act] of [
    ["+", figure.dataset.in, () => zoomTo(zoom * 1.6)],
    ["−", figure.dataset.out, () => zoomTo(zoom / 1.6)],
    ["0", figure.dataset.reset, reset],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    tools.append(button);
  }
  const caption = document.createElement("p");
  caption.className = "told";
  caption.setAttribute("aria-hidden", "true");
  sheet.append(tools, caption);

  svg.tabIndex = 0;
  svg.setAttribute("aria-label", `${svg.getAttribute("aria-label")}. ${figure.dataset.keys}`);
  const keys = {
    "+": () => zoomTo(zoom * 1.6), "=": () => zoomTo(zoom * 1.6), "-": () => zoomTo(zoom / 1.6), "0": reset,
    ArrowLeft: () => move(-0.1, 0), ArrowRight: () => move(0.1, 0), ArrowUp: () => move(0, -0.1), ArrowDown: () => move(0, 0.1),
  };
  svg.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey || (event.target !== svg && event.key.startsWith("Arrow"))) return;
    event.preventDefault();
    act();
  });
  const part = (event) => {
    const box = svg.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoomTo(zoom * (event.deltaY < 0 ? 1.25 : 0.8), ...part(event));
  }, { passive: false });

  let from = null, moved = false;
  svg.addEventListener("pointerdown", (event) => { from = zoom > 1 && event.button === 0 ? part(event) : null; moved = false; });
  svg.addEventListener("pointermove", (event) => {
    if (!from) return;
    const to = part(event);
    if (!moved && Math.hypot(to[0] - from[0], to[1] - from[1]) < 0.01) return;
    if (!moved) svg.setPointerCapture(event.pointerId);
    moved = true;
    move(from[0] - to[0], from[1] - to[1]);
    from = to;
  });
  const stop = () => { from = null; };
  svg.addEventListener("pointerup", stop);
  svg.addEventListener("pointercancel", stop);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  // A drag that ends on a mark does not follow its link.
  svg.addEventListener("click", (event) => { if (moved) { event.preventDefault(); moved = false; } }, true);

  const tell = (event) => {
    const link = event.target.closest("a");
    const title = link && link.querySelector("title");
    caption.textContent = title ? title.textContent : "";
  };
  svg.addEventListener("pointerover", tell);
  svg.addEventListener("focusin", tell);
  const hush = () => { caption.textContent = ""; };
  svg.addEventListener("pointerleave", hush);
  svg.addEventListener("focusout", hush);
})();

/* Search: suggestions while typing, as the combobox pattern of ARIA has it. Without them the form works as it is. */
document.querySelectorAll("input[data-suggest]").forEach((input) => {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${input.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  list.hidden = true;
  input.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  let timer = 0, asking = null, chosen = -1;

  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  };
  const choose = (place) => {
    chosen = place;
    [...list.children].forEach((one, n) => one.setAttribute("aria-selected", String(n === place)));
    if (place < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[place].id);
      list.children[place].scrollIntoView({ block: "nearest" });
    }
  };
  const go = (option) => { if (option.dataset.href) location.assign(option.dataset.href); };
  const fill = (items) => {
    list.replaceChildren(...items.filter((item) => item.page).map((item, n) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.href = item.page;
      const name = document.createElement("span");
      name.textContent = item.text;
      if (item.lang) name.lang = item.lang;
      const kind = document.createElement("small");
      kind.textContent = ` · ${Object.values(item.kind_label)[0]}`;
      option.append(name, kind);
      return option;
    }));
    chosen = -1;
    show(list.children.length > 0);
  };
  const ask = async () => {
    if (asking) asking.abort();
    const q = input.value.trim();
    if (!q) return show(false);
    const mine = asking = new AbortController();
    try {
      const query = new URLSearchParams({ q, lang: input.dataset.suggest });
      const answer = await fetch(`/api/suggest?${query}`, { signal: mine.signal });
      const items = answer.ok ? (await answer.json()).items : [];
      if (mine === asking && document.activeElement === input) fill(items);
    } catch (fault) {
      if (fault.name !== "AbortError") show(false);
    }
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); show(false); }
    else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); go(list.children[chosen]); }
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && last >= 0) {
      event.preventDefault();
      if (list.hidden) show(true);
      choose(event.key === "ArrowDown" ? (chosen < last ? chosen + 1 : -1) : (chosen < 0 ? last : chosen - 1));
    }
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("li");
    if (option && event.button === 0) go(option);
  });
  input.addEventListener("blur", () => { if (asking) asking.abort(); show(false); });
});
