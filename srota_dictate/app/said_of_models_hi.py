"""What is said in English of models, downloads, devices, settings files and kept recordings, in Hindi."""

from collections.abc import Mapping
from typing import Final

_DETAILS_IN_LOG: Final = "ब्योरा लॉग में है"

SAID_OF_MODELS_HINDI: Final[Mapping[str, str]] = {
    # A model's name and folder
    "There is no model called {}": "{} नाम का कोई मॉडल नहीं है",
    "Choose one of {}, a folder, or a Hub id like owner/name": (
        "इनमें से कोई चुनें: {}; या कोई फ़ोल्डर, या owner/name जैसा Hub का नाम"
    ),
    "No model is loaded": "कोई मॉडल लोड नहीं है",
    "Choose a model in the settings": "सेटिंग में कोई मॉडल चुनें",
    "The model {} isn't downloaded yet": "मॉडल {} अभी डाउनलोड नहीं हुआ है",
    "The model {} is only partly downloaded": "मॉडल {} का डाउनलोड अधूरा है",
    "Run `srota-dictate models download {}`, or choose Download in the settings": (
        "`srota-dictate models download {}` चलाएँ, या सेटिंग में “डाउनलोड करें” चुनें"
    ),
    "The model folder {} doesn't exist": "मॉडल का फ़ोल्डर {} नहीं है",
    "Check the path, or choose another model in the settings": "उसका पता जाँचें, या सेटिंग में दूसरा मॉडल चुनें",
    "{} holds no model: config.json is missing": "{} में कोई मॉडल नहीं है: config.json नहीं मिली",
    "Choose the folder that has config.json and model.safetensors in it": (
        "वह फ़ोल्डर चुनें जिसमें config.json और model.safetensors हैं"
    ),
    "The model in {} is of type {}, not Qwen3-ASR": "{} का मॉडल {} प्रकार का है, Qwen3-ASR नहीं",
    "Choose a Qwen3-ASR model, such as srota, or a fine-tune of one": (
        "कोई Qwen3-ASR मॉडल चुनें, जैसे srota, या उसी से ढाला हुआ मॉडल"
    ),
    "The model in {} is incomplete: {} is missing": "{} का मॉडल अधूरा है: {} नहीं मिली",
    "The model is incomplete: {} is missing": "मॉडल अधूरा है: {} नहीं मिली",
    "Download it again, or copy the missing files from the model it was trained from": (
        "उसे फिर से डाउनलोड करें, या जो फ़ाइलें नहीं हैं, उन्हें उस मॉडल से कॉपी करें जिससे वह ढाला गया"
    ),
    "{} is damaged or only partly downloaded": "{} ख़राब है या उसका डाउनलोड अधूरा है",
    "Delete it and download the model again": "उसे हटाएँ और मॉडल फिर से डाउनलोड करें",
    "{} names no weights": "{} में मॉडल की फ़ाइलों के नाम नहीं हैं",
    "Download the model again": "मॉडल फिर से डाउनलोड करें",
    # Downloading
    "The disk is too full for the model": "डिस्क पर मॉडल के लिए जगह नहीं है",
    "The disk is too full for the model: {} GB more are needed": "डिस्क पर मॉडल के लिए जगह नहीं है: {} GB और चाहिए",
    "Delete something, or set HF_HOME to a folder elsewhere": "कुछ हटाएँ, या HF_HOME में किसी और जगह का फ़ोल्डर दें",
    "{} may only be downloaded by people its owner has let in": (
        "{} को वही लोग डाउनलोड कर सकते हैं जिन्हें उसके मालिक ने अनुमति दी है"
    ),
    "Ask for access on https://huggingface.co/{}, then run: hf auth login": (
        "https://huggingface.co/{} पर अनुमति माँगें, फिर यह चलाएँ: hf auth login"
    ),
    "There is no model {} on the Hub": "Hub पर {} नाम का कोई मॉडल नहीं है",
    "Check the name": "नाम जाँचें",
    "Downloading is switched off on this machine": "इस कंप्यूटर पर डाउनलोड बंद है",
    "Unset the environment variable HF_HUB_OFFLINE and try again": (
        "एनवायरनमेंट वेरिएबल HF_HUB_OFFLINE हटाएँ और फिर कोशिश करें"
    ),
    "The model can't be downloaded ({})": "मॉडल डाउनलोड नहीं हो सका ({})",
    "Check the internet connection and try again; it goes on from where it stopped": (
        "इंटरनेट कनेक्शन जाँचें और फिर कोशिश करें; डाउनलोड वहीं से आगे बढ़ेगा"
    ),
    "The download stopped by itself": "डाउनलोड अपने आप रुक गया",
    "Try again; it goes on from where it stopped": "फिर कोशिश करें; डाउनलोड वहीं से आगे बढ़ेगा",
    "The download makes no progress": "डाउनलोड आगे नहीं बढ़ रहा",
    "Check the connection and try again; it goes on from there": (
        "इंटरनेट कनेक्शन जाँचें और फिर कोशिश करें; डाउनलोड वहीं से आगे बढ़ेगा"
    ),
    "{}; it goes on from there": "{}; डाउनलोड वहीं से आगे बढ़ेगा",
    "The download failed because of an internal error": "अंदर की किसी गड़बड़ से डाउनलोड नहीं हो सका",
    # Loading
    "The recogniser isn't installed ({} is missing)": "बोली पहचानने वाला हिस्सा इंस्टॉल नहीं है ({} नहीं मिला)",
    "The recogniser can't be started": "बोली पहचानने वाला हिस्सा शुरू नहीं हो सका",
    'Run: pip install "srota-dictate[local]"': 'यह चलाएँ: pip install "srota-dictate[local]"',
    "There is not enough memory for the model": "मॉडल के लिए मेमोरी कम है",
    "Close other programs, choose a smaller model, or set the device to cpu": (
        "दूसरे प्रोग्राम बंद करें, छोटा मॉडल चुनें, या प्रोसेसर पर चलाएँ"
    ),
    "The graphics card can't run this model": "ग्राफ़िक्स कार्ड यह मॉडल नहीं चला सकता",
    "Set the device to cpu, or update the NVIDIA driver and PyTorch": (
        "प्रोसेसर पर चलाएँ, या NVIDIA का ड्राइवर और PyTorch अपडेट करें"
    ),
    "The model can't be loaded ({})": "मॉडल लोड नहीं हो सका ({})",
    "Download it again or choose another model; the log has the details": (
        f"उसे फिर से डाउनलोड करें या दूसरा मॉडल चुनें; {_DETAILS_IN_LOG}"
    ),
    "The recogniser stopped while loading the model": "मॉडल लोड करते समय बोली पहचानने वाला हिस्सा बंद हो गया",
    "Close other programs or choose a smaller model; the log has the details": (
        f"दूसरे प्रोग्राम बंद करें या छोटा मॉडल चुनें; {_DETAILS_IN_LOG}"
    ),
    # Recognising
    "This recording can't be recognised ({})": "यह रिकॉर्डिंग लिखी नहीं जा सकी ({})",
    "The recogniser stopped twice on this recording": "इस रिकॉर्डिंग पर बोली पहचानने वाला हिस्सा दो बार बंद हो गया",
    "Try again, or choose another device or precision; the log has the details": (
        f"फिर कोशिश करें, या सेटिंग में “किस पर चले” या “सटीकता” बदलें; {_DETAILS_IN_LOG}"
    ),
    "The recogniser failed": "बोली पहचानने वाले हिस्से में गड़बड़ हो गई",
    "Try again; the log has the details": f"फिर कोशिश करें; {_DETAILS_IN_LOG}",
    # Where the model runs, and why
    "The model was to run on the graphics card, but {}": "मॉडल ग्राफ़िक्स कार्ड पर चलना था, पर {}",
    "Set the device to auto or cpu, or install the NVIDIA driver and a PyTorch with CUDA": (
        "“किस पर चले” में “अपने आप” या “प्रोसेसर” चुनें, या NVIDIA का ड्राइवर और CUDA वाला PyTorch इंस्टॉल करें"
    ),
    "There is no device {}": "मॉडल {} पर नहीं चल सकता",
    "Choose auto, cuda or cpu": "auto, cuda या cpu चुनें",
    "There is no precision {}": "{} नाम की कोई सटीकता नहीं है",
    "Choose auto, bf16, f16, f32 or int8": "auto, bf16, f16, f32 या int8 चुनें",
    "8-bit weights are for the processor only": "8-बिट केवल प्रोसेसर पर चलता है",
    "Set the precision to auto, or the device to cpu": "“सटीकता” में “अपने आप” चुनें, या प्रोसेसर पर चलाएँ",
    "this PyTorch is built without CUDA": "यह PyTorch बिना CUDA के बना है",
    "no CUDA graphics card or driver found": "CUDA वाला कोई ग्राफ़िक्स कार्ड या ड्राइवर नहीं मिला",
    "the graphics card doesn't answer": "ग्राफ़िक्स कार्ड जवाब नहीं देता",
    "the NVIDIA driver is too old for this PyTorch": "NVIDIA का ड्राइवर इस PyTorch के लिए बहुत पुराना है",
    "the graphics card ran out of memory": "ग्राफ़िक्स कार्ड की मेमोरी भर गई",
    "the graphics card stopped working": "ग्राफ़िक्स कार्ड ने काम करना बंद कर दिया",
    "chosen in the settings": "सेटिंग में यही चुना है",
    "{}; f32 is exact": "{}; f32 सबसे सटीक है",
    "{}; bf16 is what the model was trained in": "{}; मॉडल bf16 में ही सिखाया गया है",
    "{}; it has no bf16": "{}; उसमें bf16 नहीं है",
    "{}; {} chosen in the settings": "{}; {} सेटिंग में चुना है",
    "{}; 8-bit weights are faster here": "{}; यहाँ 8-बिट ज़्यादा तेज़ है",
    "{}; {}, because {}": "{}; {}, क्योंकि {}",
    "slower": "कुछ धीमा",
    "run by qwen-asr": "qwen-asr से चल रहा है",
    "run by qwen-asr, with full attention": "qwen-asr से चल रहा है, एक साथ 30 सेकंड तक सुनता है",
    "there was no memory left for CUDA graphs": "CUDA graphs के लिए मेमोरी नहीं बची",
    "CUDA graphs can't be used": "CUDA graphs काम नहीं आ सकते",
    "its configuration says {} is {}": "उसके कॉन्फ़िगरेशन में {} का मान {} है",
    "config.json does not say {}": "config.json में {} नहीं दिया है",
    "its chat_template has no place for one recording": "उसके chat_template में एक रिकॉर्डिंग की जगह नहीं है",
    "its chat_template asks for more than a conversation: {}": "उसका chat_template बातचीत से ज़्यादा कुछ माँगता है: {}",
    "its chat_template isn't a single one": "उसका chat_template एक अकेला नहीं है",
    "its chat_template can't be read: {}": "उसका chat_template पढ़ा नहीं जा सकता: {}",
    "it has no tensor {}": "उसमें टेंसर {} नहीं है",
    "its tensor {} is of type {}": "उसका टेंसर {} प्रकार {} का है",
    # The settings file
    "Some settings have no valid value, so their defaults are used: {}": (
        "कुछ सेटिंग का मान ठीक नहीं है, इसलिए उनके डिफ़ॉल्ट चल रहे हैं: {}"
    ),
    "Correct them in Settings or in {}": "उन्हें सेटिंग में या इस फ़ाइल में ठीक करें: {}",
    "The settings in {} cannot be read ({}), so the defaults are used": (
        "सेटिंग की फ़ाइल {} पढ़ी नहीं जा सकती ({}), इसलिए डिफ़ॉल्ट चल रहे हैं"
    ),
    "Check that the file belongs to you": "देखें कि फ़ाइल आपकी है",
    "The settings file could not be understood ({}), so the defaults are used": (
        "सेटिंग की फ़ाइल समझ नहीं आई ({}), इसलिए डिफ़ॉल्ट चल रहे हैं"
    ),
    "it is not text": "उसमें पाठ नहीं है",
    "{} at line {} col {}": "{}, पंक्ति {}, अक्षर {}",  # the TOML parser's; the rest of its words stay
    "Mend or delete {}": "यह फ़ाइल ठीक करें या हटाएँ: {}",
    "Your file is kept as {}: mend it and rename it back, or choose anew": (
        "आपकी फ़ाइल {} नाम से रखी हुई है: उसे ठीक करके पुराना नाम दें, या फिर से चुनें"
    ),
    "The settings cannot be saved to {} ({})": "सेटिंग {} में सहेजी नहीं जा सकती ({})",
    # The list of recordings
    "The list of recordings in {} was written by a newer version of this program": (
        "रिकॉर्डिंग की सूची {} इस प्रोग्राम के नए संस्करण ने लिखी है"
    ),
    "Update the program; until then recordings are kept and dictation works as usual": (
        "प्रोग्राम अपडेट करें; तब तक रिकॉर्डिंग रखी रहेंगी और बोलकर लिखना पहले की तरह चलेगा"
    ),
    "The list of recordings was damaged and has begun anew": "रिकॉर्डिंग की सूची ख़राब थी, इसलिए नई शुरू हुई है",
    "Recordings found without an entry are offered again; the damaged list is kept as {}": (
        "जो रिकॉर्डिंग सूची में नहीं हैं, वे फिर से दिखाई जाएँगी; ख़राब सूची इस नाम से रखी हुई है: {}"
    ),
    "The list of recordings can't be written, so an interrupted dictation might not be found again": (
        "रिकॉर्डिंग की सूची लिखी नहीं जा सकती, इसलिए हो सकता है कि रुकी हुई रिकॉर्डिंग फिर न मिले"
    ),
    "Dictation works as usual; make room on the disk and check that you may write to {}": (
        "बोलकर लिखना पहले की तरह चलेगा; डिस्क पर जगह बनाएँ और देखें कि आप {} में लिख सकते हैं"
    ),
    "What you say can't be kept on disk; dictation goes on, but a crash would lose it": (
        "आपकी बात डिस्क पर नहीं रखी जा सकती; बोलकर लिखना चलता रहेगा, पर प्रोग्राम अचानक बंद हुआ तो वह खो जाएगी"
    ),
    "The disk is full: make room": "डिस्क भर गई है: जगह बनाएँ",
    "Check that you may write to {}": "देखें कि आप {} में लिख सकते हैं",
    # A recording's file
    "There is no file {}": "फ़ाइल {} नहीं है",
    "Check the name and the folder": "नाम और फ़ोल्डर जाँचें",
    "{} is a folder": "{} फ़ोल्डर है",
    "Name a sound file in it": "उसमें से कोई ऑडियो फ़ाइल बताएँ",
    "{} may not be read": "{} पढ़ने की अनुमति नहीं है",
    "Ask its owner for permission, or copy it": "उसके मालिक से अनुमति लें, या उसे कॉपी करें",
    "{} can't be read: {}": "{} पढ़ी नहीं जा सकती: {}",
    "Copy it to another disk and try again": "उसे दूसरी डिस्क पर कॉपी करके फिर कोशिश करें",
    "{} is empty": "{} खाली है",
    "Record or export it again": "उसे फिर से रिकॉर्ड या एक्सपोर्ट करें",
    "{} is not a sound file this program can read": "{} ऐसी ऑडियो फ़ाइल नहीं है जिसे यह प्रोग्राम पढ़ सके",
    "Convert it to WAV, FLAC, MP3 or OGG, for example with: ffmpeg -i FILE out.wav": (
        "उसे WAV, FLAC, MP3 या OGG में बदलें, जैसे: ffmpeg -i FILE out.wav"
    ),
    "{} holds no sound": "{} में कोई आवाज़ नहीं है",
    "Export it again, or cut it before the damage": "उसे फिर से एक्सपोर्ट करें, या ख़राबी से पहले तक काट लें",
    # What says least stands last: it fits into most.
    "{} can't be read": "{} पढ़ी नहीं जा सकती",
    "{} is damaged": "{} ख़राब है",
    "{} found": "{} मिला",
}
