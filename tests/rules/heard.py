"""Texts as a model may give them, and as nobody should, for property tests."""

from hypothesis import strategies as st

from srota_dictate.rules.options import Digits, Grouping, Profile, RulesOptions, ScriptView, Stop

_HEARD = r"""
    मेरा नाम है नहीं क्या साढ़े तीन बजे दो लाख पचास हज़ार साथ रुपये डॉ पूर्ण विराम वो हटाओ
    the a favourite meeting do twenty five percent version point new line comma send caps on main user id com
    dot py env underscore double dash slash back at rate e.g Dr A I iPhone don't UPI
    2,50,000 12 3:30 १२ 5 . । ॥ , ; : ! ? … .. ... :) ;-) :D ( ) [ ] " “ ” ' ’ - -- _ __ / \ @ # % & = + ₹
    main.py www.example.com https://example.com/a?b=c me@example.com .env src/main --save
    ி தமிழ் سلام 你好 ् ा ँ 🙂 ŉ ß İ
"""
_WORDS = (*_HEARD.split(), "\u200d", "\ufeff", "\udc80", "\x00")
_SPACES = ("", "", " ", " ", " ", "  ", "\n", "\n\n", "\t", "\u00a0")


def heard_texts() -> st.SearchStrategy[str]:
    parts = st.tuples(st.sampled_from(_SPACES), st.sampled_from(_WORDS)).map("".join)
    return st.one_of(st.lists(parts, max_size=12).map("".join), st.text(max_size=30))


def every_option() -> st.SearchStrategy[RulesOptions]:
    """Every choice a person has, without words of their own."""
    return st.builds(
        RulesOptions,
        view=st.sampled_from(ScriptView),
        profile=st.sampled_from(Profile),
        numbers=st.booleans(),
        digits=st.sampled_from(Digits),
        grouping=st.sampled_from(Grouping),
        stop=st.sampled_from(Stop),
        capitals=st.booleans(),
        commands=st.booleans(),
    )
