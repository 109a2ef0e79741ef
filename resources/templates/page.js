"use strict";
// The page says all without this. With it, claims can be shown by what is still to be done about them.
(function () {
  var bar = document.getElementById("filter");
  var claims = Array.prototype.slice.call(document.querySelectorAll("article.claim"));
  if (!bar || claims.length < 2) { return; }
  var told = document.getElementById("filtered");
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
  // A link to a claim that is filtered away brings it back.
  window.addEventListener("hashchange", function () {
    var there = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (there && there.hidden) {
      bar.querySelector("input").checked = true;
      show("");
      there.scrollIntoView();
    }
  });
  // What is printed is whole, whatever is shown.
  window.addEventListener("beforeprint", function () { claims.forEach(function (claim) { claim.hidden = false; }); });
  window.addEventListener("afterprint", function () { show(bar.querySelector("input:checked").value); });
}());
