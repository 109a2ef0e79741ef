"use strict";
// The page says all without this. With it, claims can be shown by what is still to be done about them, folded, and a
// digest copied. What is printed is whole, whatever is shown.
(function () {
  function all(selector, inside) { return Array.prototype.slice.call((inside || document).querySelectorAll(selector)); }
  function button(words, label, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", function () { act(made); });
    return made;
  }
  var told = document.getElementById("filtered");
  all("code.sha").forEach(function (code) {
    var made = button("Copy", "Copy SHA-256", function () {
      var range = document.createRange(), chosen = window.getSelection(), done = false;
      range.selectNodeContents(code);
      chosen.removeAllRanges();
      chosen.addRange(range);
      try { done = document.execCommand("copy"); } catch (error) { done = false; }
      made.textContent = done ? "Copied" : "Selected: press Ctrl+C";
      if (told) { told.textContent = made.textContent; }
    });
    code.parentNode.insertBefore(made, code.nextSibling);
  });
  var bar = document.getElementById("filter"), foldAll = document.getElementById("fold"), claims = all("article.claim");
  if (!bar || !claims.length) { return; }
  function fold(claim, folded) {
    var mine = claim.querySelector("header > button"), words = folded ? "Unfold" : "Fold";
    claim.classList.toggle("folded", folded);
    mine.textContent = words;
    mine.setAttribute("aria-label", words + " claim " + claim.id.slice(6));
  }
  claims.forEach(function (claim) {
    var made = button("Fold", "", function () { fold(claim, !claim.classList.contains("folded")); });
    claim.querySelector("header").appendChild(made);
    fold(claim, false);
  });
  foldAll.addEventListener("click", function () {
    var folded = foldAll.textContent === "Fold all";
    foldAll.textContent = folded ? "Unfold all" : "Fold all";
    claims.forEach(function (claim) { fold(claim, folded); });
  });
  function show(wanted) {
    var shown = 0;
    claims.forEach(function (claim) {
      var fits = wanted === "" || (" " + claim.dataset.is + " ").indexOf(" " + wanted + " ") >= 0;
      claim.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    told.textContent = shown + " of " + claims.length + " claims shown";
  }
  bar.hidden = false;
  bar.addEventListener("change", function (event) { show(event.target.value); });
  // A link to a claim that is filtered away or folded brings it back.
  window.addEventListener("hashchange", function () {
    var there = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var claim = there && there.closest("article.claim");
    if (!claim) { return; }
    if (claim.hidden) {
      bar.querySelector("input").checked = true;
      show("");
    }
    fold(claim, false);
    there.scrollIntoView();
  });
  window.addEventListener("beforeprint", function () { claims.forEach(function (claim) { claim.hidden = false; }); });
  window.addEventListener("afterprint", function () { show(bar.querySelector("input:checked").value); });
}());
