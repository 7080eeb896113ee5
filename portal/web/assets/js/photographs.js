// <input type="file" data-shrink-px="3200">: a larger photograph is made smaller before it is sent,
// for slow lines. 3200 pixels along an A4 page keep its codes as readable as the original does
// (`make photographs` measures less); what the browser cannot paint goes as it is.
const QUALITY = 0.85;
const SMALL_BYTES = 1_500_000;
const PICTURES = ['image/jpeg', 'image/heic', 'image/heif'];

export async function withSmallerPhotographs(form, data) {
  for (const field of form.querySelectorAll('input[type=file][data-shrink-px]')) {
    const files = await Promise.all(
      [...field.files].map((file) => smaller(file, Number(field.dataset.shrinkPx))),
    );
    data.delete(field.name);
    for (const file of files) data.append(field.name, file, file.name);
  }
  return data;
}

async function smaller(file, longest) {
  if (!PICTURES.includes(file.type) || file.size <= SMALL_BYTES) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = longest / Math.max(picture.width, picture.height);
    if (scale >= 1) return file;
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => {
      canvas.toBlob(done, 'image/jpeg', QUALITY);
    });
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' });
  } catch {
    return file;
  }
}
