// the search box and the list of verdicts: hide the statements that are not asked for, open the groups of those that are
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const box = document.getElementById("search"), choice = document.getElementById("verdict"), found = document.getElementById("found");
const cards = [...document.querySelectorAll("[data-claim]")].map((card) => [card, plain(card.textContent)]);
const groups = [...document.querySelectorAll(".group")].map((group) => [group, group.querySelector("details"), group.querySelector("details").open]);
const search = () => {
  const words = plain(box.value).split(/\s+/).filter(Boolean), asked = words.length || choice.value;
  let left = 0;
  for (const [card, text] of cards)
    left += !(card.hidden = !words.every((word) => text.includes(word)) || (choice.value && card.dataset.verdict !== choice.value));
  for (const [group, details, first] of groups) {
    group.hidden = !group.querySelector("[data-claim]:not([hidden])");
    details.open = asked ? true : first;
  }
  found.textContent = !asked ? "" : left ? `${left} of ${cards.length}` : "Nothing found. Try another word, or all verdicts.";
};
box.addEventListener("input", search);
choice.addEventListener("change", search);
box.closest("[hidden]").hidden = false;
if (box.value || choice.value) search();
